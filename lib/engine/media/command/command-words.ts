/** A command that is not allowed, or not one; the message names the word. */
export class CommandError extends Error {
  override readonly name = "CommandError";
}

/** One word, and whether any of it stood in quotes. */
export interface Word {
  readonly text: string;
  readonly isQuoted: boolean;
}

const mostCharacters = 8_000;
const mostCommands = 8;

/**
 * Splits what somebody wrote into commands (by line or `;`) and words, quotes taken off. What would mean something
 * to a shell (`$(…)`, `|`, `>`, `&&`) is a word like any other, and refused as one: there is no shell.
 * `$name$` stays for `expandWords`. Throws `CommandError`.
 */
export function toCommands(text: string): Word[][] {
  if (text.length > mostCharacters)
    throw new CommandError(`The command is longer than ${mostCharacters} characters.`);
  const commands: Word[][] = [];
  let words: Word[] = [];
  let word: { text: string; isQuoted: boolean } | undefined;
  let quote: string | undefined;
  const endWord = () => {
    if (word) words.push(word);
    word = undefined;
  };
  const endCommand = () => {
    endWord();
    if (words.length > 0) commands.push(words);
    words = [];
  };
  for (const character of text) {
    if (quote !== undefined) {
      if (character === quote) quote = undefined;
      else word = { text: (word?.text ?? "") + character, isQuoted: true };
    } else if (character === "'" || character === '"') {
      quote = character;
      word = { text: word?.text ?? "", isQuoted: true };
    } else if (character === ";" || character === "\n" || character === "\r") endCommand();
    else if (/\s/.test(character)) endWord();
    else word = { text: (word?.text ?? "") + character, isQuoted: word?.isQuoted ?? false };
  }
  if (quote !== undefined) throw new CommandError(`A quote (${quote}) is opened and not closed.`);
  endCommand();
  if (commands.length === 0) throw new CommandError("The command is empty.");
  if (commands.length > mostCommands) throw new CommandError(`There are more than ${mostCommands} commands.`);
  const unprintable = commands.flat().find((one) => /\p{Cc}/u.test(one.text));
  if (unprintable) throw notAllowed(JSON.stringify(unprintable.text));
  return commands;
}

export function notAllowed(word: string, why = "is not allowed"): CommandError {
  return new CommandError(`"${word.slice(0, 100)}" ${why}.`);
}
