interface Sample {
  readonly atMs: number;
  readonly sentBytes: number;
}

/** Measured speed over the last seconds; never a guess made from the first packet. */
export class Speedometer {
  readonly #windowMs: number;
  #samples: Sample[] = [];

  constructor(windowMs = 6_000) {
    this.#windowMs = windowMs;
  }

  /** A count that fell (a part is being sent again) starts the measurement anew. */
  note(atMs: number, sentBytes: number): void {
    const last = this.#samples.at(-1);
    if (last && sentBytes < last.sentBytes) this.#samples = [];
    this.#samples.push({ atMs, sentBytes });
    while (this.#samples.length > 2 && (this.#samples[0]?.atMs ?? atMs) < atMs - this.#windowMs) {
      this.#samples.shift();
    }
  }

  reset(): void {
    this.#samples = [];
  }

  /** Null until there is half a second to measure over. */
  bytesPerSecond(): number | null {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (!first || !last || last.atMs - first.atMs < 500) return null;
    return ((last.sentBytes - first.sentBytes) * 1000) / (last.atMs - first.atMs);
  }

  remainingMs(bytesLeft: number): number | null {
    const speed = this.bytesPerSecond();
    return speed && speed > 0 ? (bytesLeft / speed) * 1000 : null;
  }
}
