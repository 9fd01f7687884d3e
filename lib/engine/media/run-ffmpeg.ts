import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { endGroup } from "./children/end-group.ts";
import { startHere } from "./children/start-here.ts";
import type { ChildRequest, StartedChild } from "./children/started-child.ts";
import type { ChildLimits } from "./sandbox.ts";
import { hasStatsPeriod, type Toolchain } from "./toolchain.ts";

export interface FfmpegProgress {
  /** How far into the output ffmpeg is. */
  readonly positionMs: number;
  /** Seconds of output a second of clock; null until ffmpeg knows. */
  readonly speed: number | null;
}

export type FfmpegFailure =
  | "exit"
  | "signal"
  | "timeout"
  | "stalled"
  | "no_space"
  | "output_limit"
  | "not_started";

/** ffmpeg did not finish its work. `log` is the end of what it said. */
export class FfmpegError extends Error {
  override readonly name = "FfmpegError";
  readonly failure: FfmpegFailure;
  readonly log: string;

  constructor(failure: FfmpegFailure, message: string, log: string) {
    super(message);
    this.failure = failure;
    this.log = log;
  }
}

export interface FfmpegRun {
  /** Without the program's name. Strings only ever reach ffmpeg as whole arguments: there is no shell. */
  readonly args: readonly string[];
  /** The task's own directory. */
  readonly cwd: string;
  readonly signal: AbortSignal;
  readonly limits: ChildLimits & {
    readonly wallSeconds: number;
    /** Seconds without a sign of progress after which it is taken for hung. */
    readonly stallSeconds: number;
  };
  readonly program?: "ffmpeg" | "ffprobe";
  readonly stdin?: Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
  /** What it reads from descriptor 4, once that is known: a filter graph for a process that is loading meanwhile. */
  readonly graph?: Promise<string>;
  readonly onStdout?: (chunk: Buffer) => void;
  readonly onProgress?: (progress: FfmpegProgress) => void;
}

const keptLogBytes = 64 * 1024;

/**
 * Runs ffmpeg (or ffprobe) to its end, in the sandbox, in a process group of its own.
 * Resolves to the end of its log. Rejects with `FfmpegError`, or with the signal's reason after the whole group
 * has been killed; either way no process of it is left.
 */
export async function runFfmpeg(toolchain: Toolchain, run: FfmpegRun): Promise<{ log: string }> {
  const isFfmpeg = (run.program ?? "ffmpeg") === "ffmpeg";
  return runInCage(
    toolchain,
    [
      isFfmpeg ? toolchain.ffmpeg : toolchain.ffprobe,
      "-hide_banner",
      ...(isFfmpeg ? ["-nostdin", "-y"] : []),
      ...(isFfmpeg && run.onProgress ? progressArgs(toolchain.version) : []),
      ...run.args,
    ],
    run,
  );
}

/**
 * As `runFfmpeg`, for a program of ours that works as ffmpeg does: progress in its words on descriptor 3, what went
 * wrong at the end of standard error.
 */
export async function runInCage(
  toolchain: Pick<Toolchain, "sandbox" | "startChild">,
  program: readonly [string, ...string[]],
  run: Omit<FfmpegRun, "args" | "program">,
): Promise<{ log: string }> {
  run.signal.throwIfAborted();
  const [command, ...args] = toolchain.sandbox.wrap(program, run.limits);
  // It may be given up while the child is being started, when nobody listens yet.
  run.graph?.catch(() => {});
  const child = await start(toolchain, {
    command,
    args,
    cwd: run.cwd,
    env: {
      PATH: process.env.PATH,
      LC_ALL: "C",
      TMPDIR: run.cwd,
      AV_LOG_FORCE_NOCOLOR: "1",
      NODE_ENV: "production",
    },
    stdio: [
      run.stdin ? "input" : "ignore",
      run.onStdout ? "output" : "ignore",
      "output",
      run.onProgress ? "output" : "ignore",
      ...(run.graph ? (["input"] as const) : []),
    ],
  });
  const watch = new Watch(child, run);
  try {
    return await watch.ended();
  } finally {
    watch.dispose();
  }
}

async function start({ startChild = startHere }: Pick<Toolchain, "startChild">, request: ChildRequest) {
  try {
    return await startChild(request);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new FfmpegError("not_started", `ffmpeg could not be started: ${why}`, "");
  }
}

function progressArgs(version: string): string[] {
  return ["-progress", "pipe:3", "-nostats", ...(hasStatsPeriod(version) ? ["-stats_period", "0.2"] : [])];
}

/** One child from its start to its end: log, progress, limits, and the one reason it was killed for. */
class Watch {
  readonly #child: StartedChild;
  readonly #run: Omit<FfmpegRun, "args" | "program">;
  #log = "";
  #killedFor: FfmpegFailure | "aborted" | undefined;
  #lastSign = "";
  #stall: NodeJS.Timeout | undefined;
  readonly #wall: NodeJS.Timeout;
  readonly #onAbort = () => this.#kill("aborted");

  constructor(child: StartedChild, run: Omit<FfmpegRun, "args" | "program">) {
    this.#child = child;
    this.#run = run;
    this.#wall = setTimeout(() => this.#kill("timeout"), run.limits.wallSeconds * 1000);
    this.#gaveSign();
    run.signal.addEventListener("abort", this.#onAbort, { once: true });
    const [stdin, stdout, stderr, progress, script] = child.pipes;
    stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#log = (this.#log + text).slice(-keptLogBytes);
    });
    if (run.onStdout) stdout?.on("data", run.onStdout);
    if (run.stdin && stdin) {
      // ffmpeg closes its input as soon as it has what it wants: a broken pipe here says nothing.
      pipeline(Readable.from(run.stdin, { objectMode: false }), stdin).catch(() => {});
    }
    if (run.graph && script) {
      script.on("error", () => {});
      // Without a graph there is nothing to draw: whoever gave it up aborts the run.
      run.graph.then((graph) => script.end(graph)).catch(() => script.destroy());
    }
    if (run.onProgress && progress) this.#readProgress(progress, run.onProgress);
    // While it was started nobody could end it.
    if (run.signal.aborted) this.#kill("aborted");
  }

  async ended(): Promise<{ log: string }> {
    const end = await this.#child.ended;
    if (this.#killedFor === "aborted") throw this.#run.signal.reason;
    if (this.#killedFor)
      throw new FfmpegError(this.#killedFor, this.#describeKill(this.#killedFor), this.#log);
    // Some muxers report a full disk and still exit with 0.
    if (/No space left on device/.test(this.#log)) {
      throw new FfmpegError("no_space", "The disk is full.", this.#log);
    }
    if (end.signal === "SIGXFSZ" || /File too large/.test(this.#log)) {
      throw new FfmpegError("output_limit", "The result is larger than the engine allows.", this.#log);
    }
    if (end.signal) throw new FfmpegError("signal", `ffmpeg was ended by ${end.signal}.`, this.#log);
    if (end.code !== 0) throw new FfmpegError("exit", lastWords(this.#log, end.code), this.#log);
    return { log: this.#log };
  }

  dispose(): void {
    clearTimeout(this.#wall);
    clearTimeout(this.#stall);
    this.#run.signal.removeEventListener("abort", this.#onAbort);
  }

  #readProgress(stream: Readable, onProgress: (progress: FfmpegProgress) => void): void {
    let positionMs = 0;
    let speed: number | null = null;
    let sign = "";
    createInterface({ input: stream }).on("line", (line) => {
      const [key = "", value = ""] = line.split("=", 2).map((part) => part.trim());
      if (key === "frame" || key === "total_size" || key === "out_time_us") sign += `${value} `;
      // `out_time_ms` is microseconds too, by an old mistake of ffmpeg's; before the first frame both are N/A.
      if (key === "out_time_us" && /^\d+$/.test(value)) positionMs = Number(value) / 1000;
      if (key === "speed") speed = Number.parseFloat(value) || null;
      if (key !== "progress") return;
      if (sign !== this.#lastSign) this.#gaveSign();
      this.#lastSign = sign;
      sign = "";
      onProgress({ positionMs, speed });
    });
  }

  #gaveSign(): void {
    if (!this.#run.onProgress) return;
    clearTimeout(this.#stall);
    this.#stall = setTimeout(() => this.#kill("stalled"), this.#run.limits.stallSeconds * 1000);
  }

  #kill(reason: FfmpegFailure | "aborted"): void {
    this.#killedFor ??= reason;
    endGroup(this.#child.pid);
  }

  #describeKill(reason: FfmpegFailure): string {
    const { wallSeconds, stallSeconds } = this.#run.limits;
    return reason === "stalled"
      ? `ffmpeg made no progress for ${stallSeconds} seconds and was ended.`
      : `ffmpeg took longer than the ${wallSeconds} seconds it may take and was ended.`;
  }
}

/** ffmpeg's last line that says something, without the addresses of its objects and our paths. */
function lastWords(log: string, code: number | null): string {
  const line = log
    .split("\n")
    .map((text) =>
      text
        .replace(/\[[^\]]* @ 0x[0-9a-f]+\]\s*/g, "")
        .replace(/file:\S*\/|\/\S+\//g, "")
        .trim(),
    )
    .filter((text) => text !== "" && !/^(Conversion failed!|Last message repeated|\s*$)/.test(text))
    .at(-1);
  return line ? `ffmpeg: ${line.slice(0, 300)}` : `ffmpeg ended with code ${code}.`;
}
