import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Writable } from "node:stream";
import { setImmediate as turn } from "node:timers/promises";

/** ffmpeg, taking raw frames as fast as it encodes them. */
export class Encoder {
  readonly #child: ChildProcess;
  readonly #input: Writable;
  readonly #ended: Promise<number | null>;
  #log = "";
  #hasEnded = false;

  constructor(ffmpeg: string, args: readonly string[]) {
    const child = spawn(ffmpeg, ["-nostdin", "-hide_banner", "-y", ...args], {
      stdio: ["pipe", "ignore", "pipe"],
    });
    this.#child = child;
    this.#input = child.stdin;
    child.stderr.on("data", (chunk) => {
      this.#log = (this.#log + chunk).slice(-4000);
    });
    // It closes its input when it fails; why is on its standard error.
    child.stdin.on("error", () => {});
    this.#ended = new Promise((resolve) => {
      this.#child.on("error", () => resolve(-1));
      this.#child.on("close", (code) => resolve(code));
    });
    this.#ended.then(() => {
      this.#hasEnded = true;
    });
  }

  /** Whether all that was written has left: its buffers may be used again. */
  get isDrained(): boolean {
    return this.#input.writableLength === 0;
  }

  /** Resolves when the next frame may come. Throws with ffmpeg's words when it has ended. */
  async write(pixels: Buffer): Promise<void> {
    if (this.#hasEnded) throw new Error(this.#log.trim() || "the encoder ended too early");
    if (!this.#input.write(pixels)) await Promise.race([once(this.#input, "drain"), this.#ended]);
    // Frames that are alike are written without waiting for anything: the pipe has to get its turn.
    await turn();
  }

  async end(): Promise<void> {
    this.#input.end();
    const code = await this.#ended;
    if (code !== 0) throw new Error(this.#log.trim() || `the encoder ended with code ${code}`);
  }
}
