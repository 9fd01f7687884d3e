/** An argument list as lines to read: the program, then each option with its values, quoted as a shell wants it. */
export function toOptions(words: readonly string[]): string[] {
  const lines: string[] = [];
  for (const [index, word] of words.entries()) {
    const isOption = /^-[A-Za-z]/.test(word);
    if (index === 0 || isOption) lines.push(quoted(word));
    else lines.push(`${lines.pop()} ${quoted(word)}`);
  }
  return lines;
}

const quoted = (word: string) =>
  /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
