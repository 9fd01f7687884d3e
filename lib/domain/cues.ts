/** One line of captions, or one chapter: what is said from when to when. */
export interface Cue {
  readonly startMs: number;
  readonly endMs: number;
  /** May hold line breaks, never an empty line: that would end the cue. */
  readonly text: string;
  /** Where it stands in the picture, as WebVTT writes it: `line:10% align:start`. */
  readonly settings?: string;
}

/** A file of cues that cannot be read; `line` counts from 1. */
export class CueError extends Error {
  override readonly name = "CueError";
  readonly line: number;

  constructor(line: number, message: string) {
    super(`Line ${line}: ${message}`);
    this.line = line;
  }
}

const timing = /^\s*(\S+)\s+-->\s+(\S+)(?:\s+(.*))?$/;
/** A region is left out: what it refers to is, too. */
const placing = /^(?:vertical|line|position|size|align):[\w.,%-]+$/;
const timestamp = /^(?:(\d{1,4}):)?([0-5]?\d):([0-5]?\d)[.,](\d{1,3})$/;

/**
 * The cues of a WebVTT or SubRip file (https://www.w3.org/TR/webvtt1/), in order of time. Notes, styles, regions
 * and identifiers are left out. Throws `CueError` naming the line.
 */
export function parseCues(file: string): Cue[] {
  const lines = file.replace(/^\uFEFF/, "").split(/\r\n|\r|\n/);
  const cues: Cue[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? "";
    if (/^(NOTE|STYLE|REGION)\b/.test(line)) {
      at = endOfBlock(lines, at);
      continue;
    }
    if (!line.includes("-->")) continue;
    const match = timing.exec(line);
    if (!match) throw new CueError(at + 1, "this is not a time such as 00:01.000 --> 00:04.000.");
    const startMs = parseTimestamp(match[1] ?? "", at + 1);
    const endMs = parseTimestamp(match[2] ?? "", at + 1);
    if (endMs <= startMs) throw new CueError(at + 1, "it ends before it begins.");
    const end = endOfBlock(lines, at);
    const settings = readSettings(match[3]);
    cues.push({ startMs, endMs, text: lines.slice(at + 1, end).join("\n"), ...(settings && { settings }) });
    at = end;
  }
  if (cues.length === 0 && lines.some((line) => line.trim() !== "" && !line.startsWith("WEBVTT"))) {
    throw new CueError(1, "there is not one cue in this file. Captions are WebVTT or SubRip files.");
  }
  return cues.toSorted(byTime);
}

const byTime = (a: Cue, b: Cue) => a.startMs - b.startMs || a.endMs - b.endMs;

/** What WebVTT knows; SubRip's coordinates and anything else behind the times are not. */
const readSettings = (text = ""): string =>
  text
    .split(/\s+/)
    .filter((word) => placing.test(word))
    .join(" ");

/** The line after a block: the next empty one, or the end. */
function endOfBlock(lines: readonly string[], from: number): number {
  let at = from + 1;
  while (at < lines.length && lines[at]?.trim() !== "") at++;
  return at;
}

/** Milliseconds of `00:01.5`, `1:02:03,456`. Throws `CueError`. */
export function parseTimestamp(text: string, line = 1): number {
  const match = timestamp.exec(text.trim());
  if (!match) throw new CueError(line, `“${text.slice(0, 40)}” is not a time such as 00:01.000.`);
  const [, hours = "0", minutes = "0", seconds = "0", fraction = "0"] = match;
  return (
    (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000 + Number(fraction.padEnd(3, "0"))
  );
}

/** `00:01:02.345`. */
export function formatTimestamp(ms: number): string {
  const whole = Math.max(0, Math.round(ms));
  const pad = (value: number, digits = 2) => String(value).padStart(digits, "0");
  return `${pad(Math.floor(whole / 3_600_000))}:${pad(Math.floor(whole / 60_000) % 60)}:${pad(
    Math.floor(whole / 1000) % 60,
  )}.${pad(whole % 1000, 3)}`;
}

/** The cues as a WebVTT file, in order of time as the format wants them. */
export function formatVtt(cues: readonly Cue[]): string {
  const blocks = cues.toSorted(byTime).map(({ startMs, endMs, text, settings }) => {
    const times = `${formatTimestamp(startMs)} --> ${formatTimestamp(endMs)}`;
    const said = text.replace(/\n(\s*\n)+/g, "\n").replaceAll("-->", "→");
    return `${settings ? `${times} ${settings}` : times}\n${said}`;
  });
  return `${["WEBVTT", ...blocks].join("\n\n")}\n`;
}

/** All of them earlier or later; none begins before the video does. */
export function shiftCues(cues: readonly Cue[], byMs: number): Cue[] {
  const first = cues.reduce((least, { startMs }) => Math.min(least, startMs), Number.POSITIVE_INFINITY);
  const shift = Math.max(byMs, -first);
  return cues.map((cue) => ({ ...cue, startMs: cue.startMs + shift, endMs: cue.endMs + shift }));
}

/** Two of one: at a moment within it, else in the middle; its text goes apart at the nearest space. */
export function splitCue(cues: readonly Cue[], index: number, atMs?: number): Cue[] {
  const cue = cues[index];
  if (!cue || cue.endMs - cue.startMs < 2) return [...cues];
  const isWithin = atMs !== undefined && atMs > cue.startMs && atMs < cue.endMs;
  const at = isWithin ? Math.round(atMs) : Math.round((cue.startMs + cue.endMs) / 2);
  const share = (at - cue.startMs) / (cue.endMs - cue.startMs);
  const cut = nearestSpace(cue.text, Math.round(cue.text.length * share));
  return cues.toSpliced(
    index,
    1,
    { ...cue, endMs: at, text: cue.text.slice(0, cut).trim() },
    {
      startMs: at,
      endMs: cue.endMs,
      text: cue.text.slice(cut).trim(),
      ...(cue.settings && { settings: cue.settings }),
    },
  );
}

function nearestSpace(text: string, wanted: number): number {
  for (let away = 0; away <= text.length; away++) {
    for (const at of [wanted - away, wanted + away]) if (/\s/.test(text[at] ?? "")) return at;
  }
  return wanted;
}

/** One of this and the next, where this one stands. */
export function mergeCues(cues: readonly Cue[], index: number): Cue[] {
  const [cue, next] = [cues[index], cues[index + 1]];
  if (!cue || !next) return [...cues];
  return cues.toSpliced(index, 2, {
    ...cue,
    endMs: Math.max(cue.endMs, next.endMs),
    text: [cue.text, next.text].filter(Boolean).join("\n"),
  });
}
