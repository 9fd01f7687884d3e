import { BackendError, LineError, type UploadClock } from "./ports.ts";
import { ProviderRefusal } from "./provider-refusal.ts";
import { maxAttemptsWithoutProgress, retryDelayMs } from "./retry-delay.ts";

/** The file under an upload moved, changed or became unreadable: sending on would mix two files. */
export class FileUnreadable extends Error {
  override readonly name = "FileUnreadable";
}

/** Repeats what is worth repeating, for one file. Any part that arrives gives all of them new patience. */
export class Patience {
  readonly #clock: UploadClock;
  readonly #onTrouble: (words: string | null) => void;
  #progress = 0;

  constructor(clock: UploadClock, onTrouble: (words: string | null) => void) {
    this.#clock = clock;
    this.#onTrouble = onTrouble;
  }

  noteProgress(): void {
    this.#progress++;
    this.#onTrouble(null);
  }

  /** The step's value, or its last error when it is final or was repeated in vain. */
  async keepTrying<T>(step: () => Promise<T>, signal: AbortSignal): Promise<T> {
    let seen = this.#progress;
    for (let attempt = 1; ; attempt++) {
      try {
        return await step();
      } catch (error) {
        signal.throwIfAborted();
        if (!isWorthRepeating(error)) throw error;
        if (this.#progress !== seen) {
          seen = this.#progress;
          attempt = 1;
        }
        if (attempt >= maxAttemptsWithoutProgress) throw error;
        const retryAfterMs = error instanceof ProviderRefusal ? error.retryAfterMs : null;
        const waitMs = retryDelayMs(attempt, () => this.#clock.random(), retryAfterMs);
        this.#onTrouble(troubleWords(error, waitMs));
        await this.#clock.sleep(waitMs, signal);
      }
    }
  }
}

function isWorthRepeating(error: unknown): boolean {
  if (error instanceof LineError) return true;
  if (error instanceof BackendError) return error.canRetry;
  return error instanceof ProviderRefusal && error.isWorthRepeating;
}

/** What broke, and when its part is tried again: soon is not worth a number. */
function troubleWords(error: unknown, waitMs: number): string {
  const again = waitMs < 1_500 ? "again…" : `again in ${Math.round(waitMs / 1_000)} s…`;
  if (error instanceof LineError) return `The connection broke. Trying its part ${again}`;
  if (error instanceof ProviderRefusal && error.status === 507) {
    return `The provider's disk is full. Trying ${again}`;
  }
  if (error instanceof ProviderRefusal && error.status === 429) {
    return `The provider asks to slow down. Trying ${again}`;
  }
  const isAway = error instanceof ProviderRefusal && [502, 503, 504].includes(error.status);
  return `The provider ${isAway ? "does not answer" : "stumbled"}. Trying ${again}`;
}
