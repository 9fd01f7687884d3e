import { ZiggeoProblem } from "./problems.ts";

const longestText = 2_000_000;
const mostCues = 20_000;
const arrow = /^\s*(\S+)\s+-->\s+(\S+)(?:\s.*)?$/;

interface Cue {
  readonly id: string | undefined;
  readonly startMs: number;
  readonly endMs: number;
  readonly lines: readonly string[];
}

/**
 * WebVTT for players: WebVTT as it came, SubRip converted (its comma times, its missing header). Throws 400 with the
 * line at which either is broken: a cue that never shows is worse than a refusal.
 */
export function toWebVtt(given: string): string {
  if (given.length > longestText) throw new ZiggeoProblem(400, "The subtitles are too long.");
  const text = given.replace(/^\ufeff/, "");
  const lines = text.split(/\r\n|\n|\r/);
  const isVtt = /^WEBVTT(?:[ \t].*)?$/.test(lines[0] ?? "");
  const reader = new CueReader(lines, isVtt ? 1 : 0, isVtt);
  const cues = reader.readAll();
  if (isVtt) return text;
  if (cues.length === 0) throw broken(1, "there is no cue, neither of WebVTT nor of SubRip");
  return `${["WEBVTT", ...cues.map(writeCue)].join("\n\n")}\n`;
}

const broken = (line: number, what: string) => new ZiggeoProblem(400, `Subtitles, line ${line}: ${what}.`);

class CueReader {
  readonly #lines: readonly string[];
  readonly #isVtt: boolean;
  #at: number;
  #lastStartMs = 0;

  constructor(lines: readonly string[], start: number, isVtt: boolean) {
    this.#lines = lines;
    this.#at = start;
    this.#isVtt = isVtt;
  }

  readAll(): Cue[] {
    const cues: Cue[] = [];
    if (this.#isVtt) this.#skipBlock();
    for (;;) {
      while (this.#line?.trim() === "") this.#at++;
      if (this.#line === undefined) return cues;
      if (this.#isVtt && /^(?:NOTE|STYLE|REGION)(?:\s|$)/.test(this.#line)) this.#skipBlock();
      else cues.push(this.#readCue());
      if (cues.length > mostCues) throw broken(this.#at, `there are more than ${mostCues} cues`);
    }
  }

  get #line(): string | undefined {
    return this.#lines[this.#at];
  }

  /** Up to the next empty line: metadata, a note, a style. A cue in it lacks its empty line. */
  #skipBlock(): void {
    while (this.#line !== undefined && this.#line.trim() !== "") {
      if (this.#line.includes("-->")) throw broken(this.#at + 1, "a cue must follow an empty line");
      this.#at++;
    }
  }

  #readCue(): Cue {
    let id: string | undefined;
    if (!this.#line?.includes("-->")) {
      id = this.#line?.trim();
      this.#at++;
    }
    const timing = this.#line;
    if (timing === undefined || !timing.includes("-->")) {
      throw broken(Math.min(this.#at + 1, this.#lines.length), "a cue's times are expected here");
    }
    const match = arrow.exec(timing);
    if (!match) throw broken(this.#at + 1, "times must look like 00:00:01.000 --> 00:00:02.000");
    const startMs = this.#readTime(match[1] ?? "");
    const endMs = this.#readTime(match[2] ?? "");
    if (endMs <= startMs) throw broken(this.#at + 1, "the cue ends before it begins");
    if (this.#isVtt && startMs < this.#lastStartMs) {
      throw broken(this.#at + 1, "the cue begins before the one above it");
    }
    this.#lastStartMs = startMs;
    this.#at++;
    const lines: string[] = [];
    while (this.#line !== undefined && this.#line.trim() !== "") {
      if (this.#line.includes("-->")) throw broken(this.#at + 1, "an empty line must end the cue above");
      lines.push(this.#line);
      this.#at++;
    }
    return { id, startMs, endMs, lines };
  }

  #readTime(text: string): number {
    const match = /^(?:(\d{1,4}):)?([0-5]?\d):([0-5]\d)[.,](\d{1,3})$/.exec(text);
    const isAllowed = match && (this.#isVtt ? !text.includes(",") : true);
    if (!isAllowed) throw broken(this.#at + 1, `${text.slice(0, 40)} is no time`);
    const [, hours = "0", minutes = "0", seconds = "0", fraction = "0"] = match;
    return (
      (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000 + Number(fraction.padEnd(3, "0"))
    );
  }
}

function writeCue({ id, startMs, endMs, lines }: Cue): string {
  const timing = `${writeTime(startMs)} --> ${writeTime(endMs)}`;
  return [...(id === undefined ? [] : [id]), timing, ...lines].join("\n");
}

function writeTime(ms: number): string {
  const part = (value: number, digits: number) => String(value).padStart(digits, "0");
  const hours = Math.floor(ms / 3_600_000);
  const minutes = Math.floor(ms / 60_000) % 60;
  const seconds = Math.floor(ms / 1000) % 60;
  return `${part(hours, 2)}:${part(minutes, 2)}:${part(seconds, 2)}.${part(ms % 1000, 3)}`;
}
