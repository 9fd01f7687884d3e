import { buildInputArgs, inputRules } from "../input-rules.ts";
import {
  allowedEncoders,
  allowedMuxers,
  optionRules,
  renamedEncoders,
  renamedOptions,
} from "./command-rules.ts";
import { CommandError, notAllowed, toCommands } from "./command-words.ts";
import { type CommandContext, expandWords, inputName, outputName } from "./expand-words.ts";
import { findForbiddenFilter, findForbiddenX264Option } from "./find-forbidden.ts";

export { CommandError } from "./command-words.ts";
export type { CommandContext } from "./expand-words.ts";

interface Files {
  /** The source and the result, relative to the task's directory. */
  readonly source: string;
  readonly output: string;
}

/**
 * Turns a profile's `command` into argument lists, one for each ffmpeg to run, after checking every word against
 * what is allowed. Only `ffmpeg` and `qt-faststart` (which ffmpeg does as well) may be called, only the source and
 * files of the same task be read, only those and the result be written. Throws `CommandError`, naming the word.
 */
export function buildCommandRuns(text: string, context: CommandContext, files: Files): string[][] {
  const written = new Set<string>();
  const runs = toCommands(text).map((words) => {
    const [program = "", ...args] = expandWords(words, context);
    if (program === "ffmpeg") return toFfmpegArgs(args, context, files, written);
    if (program === "qt-faststart") return toFaststartArgs(args, context, files, written);
    throw notAllowed(program, "is not a program that commands may call");
  });
  if (!written.has(outputName)) throw new CommandError(`Nothing writes ${outputName}.`);
  return runs;
}

function toFfmpegArgs(
  words: readonly string[],
  context: CommandContext,
  files: Files,
  written: Set<string>,
): string[] {
  const args: string[] = [];
  let muxer: string | undefined;
  let isInputOpen = false;
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? "";
    if (!word.startsWith("-") || word === "-") {
      args.push(...toOutput(word, muxer, files, written));
      muxer = undefined;
      continue;
    }
    const { option, base } = splitOption(word);
    const nextWord = () => {
      const value = words[++index];
      if (value === undefined) throw notAllowed(word, "needs a value");
      return value;
    };
    if (base === "i") {
      args.push(...toInput(nextWord(), context, files, written));
      isInputOpen = true;
    } else if (base === "f") {
      muxer = nextWord();
      if (!isInputOpen || !allowedMuxers.has(muxer)) throw notAllowed(`-f ${muxer}`);
      args.push("-f", muxer);
    } else args.push(...toOptionArgs(option, base, word, nextWord));
  }
  if (!isInputOpen) throw new CommandError(`ffmpeg has no input: "-i ${inputName}" is missing.`);
  return args;
}

/** `-profile:v:0` is `profile` of a stream. */
function splitOption(word: string): { option: string; base: string } {
  const given = word.slice(1);
  const [first = "", ...specifier] = given.split(":");
  if (!/^[a-z0-9_-]+$/i.test(first) || !specifier.every((part) => /^[a-z0-9]*$/i.test(part)))
    throw notAllowed(word);
  const renamed =
    specifier.length === 0 && Object.hasOwn(renamedOptions, first) ? renamedOptions[first] : undefined;
  const option = renamed ?? given;
  return { option, base: option.split(":")[0] ?? "" };
}

function toOptionArgs(option: string, base: string, word: string, nextWord: () => string): string[] {
  if (base === "c") {
    const given = nextWord();
    const encoder = Object.hasOwn(renamedEncoders, given) ? (renamedEncoders[given] ?? given) : given;
    if (!allowedEncoders.has(encoder)) throw notAllowed(`${word} ${given}`);
    return [`-${option}`, encoder];
  }
  if (base === "vf" || base === "af" || base === "filter" || base === "filter_complex") {
    const graph = nextWord();
    const forbidden = findForbiddenFilter(graph);
    if (forbidden !== undefined) throw notAllowed(forbidden, "is not a filter that commands may use");
    return [`-${option}`, graph];
  }
  if (base === "x264-params" || base === "x264opts") {
    const options = nextWord();
    const forbidden = findForbiddenX264Option(options);
    if (forbidden !== undefined)
      throw notAllowed(forbidden, "is not an option of x264 that commands may use");
    return [`-${option}`, options];
  }
  const rule = Object.hasOwn(optionRules, base) ? optionRules[base] : undefined;
  if (rule === undefined) throw notAllowed(word);
  if (rule === null) return [`-${option}`];
  const value = nextWord();
  if (!rule.test(value)) throw notAllowed(`${word} ${value}`);
  return [`-${option}`, value];
}

function toInput(name: string, { facts }: CommandContext, files: Files, written: Set<string>): string[] {
  if (name === inputName) return buildInputArgs(files.source, facts.formatName);
  if (!written.has(name)) throw notAllowed(name, "is not a file that this command has");
  return [...inputRules, "-i", `file:${name === outputName ? files.output : toTemporary(name)}`];
}

function toOutput(name: string, muxer: string | undefined, files: Files, written: Set<string>): string[] {
  if (muxer === "null") {
    if (name !== "-" && name !== "/dev/null" && name !== "NUL")
      throw notAllowed(name, "is no place for nothing");
    return ["-"];
  }
  if (name !== outputName && !isTemporaryName(name))
    throw notAllowed(name, "is not a file that may be written");
  written.add(name);
  return [`file:${name === outputName ? files.output : toTemporary(name)}`];
}

/** What it does, ffmpeg does too: the index in front, everything else as it is. */
function toFaststartArgs(
  [from, to, ...rest]: readonly string[],
  context: CommandContext,
  files: Files,
  written: Set<string>,
): string[] {
  if (from === undefined || to === undefined)
    throw notAllowed("qt-faststart", "needs an input and an output");
  if (rest[0] !== undefined) throw notAllowed(rest[0]);
  if (from === to) throw notAllowed(to, "is read and written at once");
  const input = toInput(from, context, files, written);
  return [
    ...input,
    ...["-map", "0", "-c", "copy", "-movflags", "+faststart", "-f", "mp4"],
    ...toOutput(to, undefined, files, written),
  ];
}

/** A plain name with an extension: no folder, no option, no protocol. */
const isTemporaryName = (name: string) =>
  /^[A-Za-z0-9_][A-Za-z0-9_-]{0,60}(\.[A-Za-z0-9]{1,8}){1,2}$/.test(name);

const toTemporary = (name: string) => `command-${name}`;
