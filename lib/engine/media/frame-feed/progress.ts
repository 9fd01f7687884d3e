import { createWriteStream } from "node:fs";

const progressEveryMs = 200;

/** Tells how far a process of ours is, on descriptor 3 and in ffmpeg's own words: one reader understands both. */
export class Progress {
  readonly #frameSeconds: number;
  readonly #stream = createWriteStream("", { fd: 3 });
  readonly #started = performance.now();
  #said = 0;

  constructor(frameSeconds: number) {
    this.#frameSeconds = frameSeconds;
    this.#stream.on("error", () => {});
  }

  tell(frames: number, isEnd = false): void {
    const now = performance.now();
    if (!isEnd && now - this.#said < progressEveryMs) return;
    this.#said = now;
    const seconds = frames * this.#frameSeconds;
    const speed = (seconds * 1000) / Math.max(1, now - this.#started);
    this.#stream.write(
      `frame=${frames}\nout_time_us=${Math.round(seconds * 1e6)}\nspeed=${speed.toFixed(2)}x\nprogress=${isEnd ? "end" : "continue"}\n`,
    );
  }
}
