import { type FfmpegRun, runFfmpeg } from "./run-ffmpeg.ts";
import type { Toolchain } from "./toolchain.ts";

interface Drawing {
  readonly graph: string;
  readonly packets: Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
  readonly onStdout: (chunk: Buffer) => void;
  readonly signal: AbortSignal;
}

/**
 * An ffmpeg that is started before it is known what to draw. Loading it takes 70 ms, of its 200 libraries, which is
 * half of what a poster takes: meanwhile the file is moved in and looked into. It waits for its filter graph, which
 * its arguments have it read from descriptor 4, and for the packets on its standard input.
 */
export class EarlyFfmpeg {
  readonly #abort = new AbortController();
  readonly #drawing = Promise.withResolvers<Drawing>();
  readonly #ended: Promise<unknown>;
  #onStdout: (chunk: Buffer) => void = () => {};

  constructor(toolchain: Toolchain, { args, cwd, limits }: Pick<FfmpegRun, "args" | "cwd" | "limits">) {
    const { promise } = this.#drawing;
    promise.catch(() => {});
    this.#ended = runFfmpeg(toolchain, {
      args,
      cwd,
      signal: this.#abort.signal,
      limits,
      graph: promise.then(({ graph }) => graph),
      stdin: (async function* () {
        yield* (await promise).packets;
      })(),
      onStdout: (chunk) => this.#onStdout(chunk),
    });
    // Told to whoever draws; one that is disposed of ends by being aborted.
    this.#ended.catch(() => {});
  }

  /** Whether this ffmpeg reads its graph from a descriptor: the option that does it is gone from version 8. */
  static isPossible({ version }: Pick<Toolchain, "version">): boolean {
    const major = /^n?(\d+)/.exec(version)?.[1];
    return process.platform !== "win32" && major !== undefined && Number(major) < 8;
  }

  /** Once. Rejects as `runFfmpeg` does. */
  async draw(drawing: Drawing): Promise<void> {
    const { signal } = drawing;
    const onAbort = () => this.#abort.abort(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    this.#onStdout = drawing.onStdout;
    this.#drawing.resolve(drawing);
    await this.#ended.finally(() => signal.removeEventListener("abort", onAbort));
  }

  /** Ends it if it still waits; resolves when no process of it is left. */
  async dispose(): Promise<void> {
    this.#abort.abort(new Error("Nothing was to be drawn."));
    this.#drawing.reject(this.#abort.signal.reason);
    await this.#ended.catch(() => {});
  }
}
