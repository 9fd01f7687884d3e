import { setTimeout as sleep } from "node:timers/promises";
import { isProviderError, type ProviderError } from "../../errors.ts";

/** What waiting is made of, so that a test need not wait. */
export interface Pauses {
  /** Between 0 and 1, for jitter. */
  random(): number;
  sleep(delayMs: number, signal: AbortSignal): Promise<void>;
}

export const realPauses: Pauses = {
  random: Math.random,
  sleep: (delayMs, signal) => sleep(delayMs, undefined, { signal }),
};

/** A break that is waited out: what broke, and when its part is tried again. */
export interface Trouble {
  readonly error: ProviderError;
  readonly attempt: number;
  readonly waitMs: number;
}

const longestWaitMs = 20_000;

/** Repeats what is worth repeating, for one file. Anything that arrives gives all of its parts new patience. */
export class Patience {
  readonly #pauses: Pauses;
  readonly #attempts: number;
  readonly #onTrouble: (trouble: Trouble) => void;
  #progress = 0;

  constructor(options: { pauses: Pauses; attempts: number; onTrouble: (trouble: Trouble) => void }) {
    this.#pauses = options.pauses;
    this.#attempts = options.attempts;
    this.#onTrouble = options.onTrouble;
  }

  noteProgress(): void {
    this.#progress++;
  }

  /** The step's value, or its last error when that is final or was met so many times with nothing between. */
  async keepTrying<T>(step: () => Promise<T>, signal: AbortSignal): Promise<T> {
    let seen = this.#progress;
    for (let attempt = 1; ; attempt++) {
      try {
        return await step();
      } catch (error) {
        signal.throwIfAborted();
        if (!isProviderError(error) || !isWorthRepeating(error)) throw error;
        if (this.#progress !== seen) {
          seen = this.#progress;
          attempt = 1;
        }
        if (attempt >= this.#attempts) throw error;
        const waitMs = this.#waitMs(attempt, error.retryAfterMs);
        this.#onTrouble({ error, attempt, waitMs });
        await this.#pauses.sleep(waitMs, signal).catch((reason: unknown) => {
          signal.throwIfAborted();
          throw reason;
        });
      }
    }
  }

  /** Doubling from half a second, half of it by chance: parts that were cut together do not come back together. */
  #waitMs(attempt: number, retryAfterMs: number | undefined): number {
    const chance = this.#pauses.random();
    if (retryAfterMs !== undefined) return Math.round(Math.min(retryAfterMs, 60_000) + chance * 250);
    return Math.round(Math.min(longestWaitMs, 500 * 2 ** (attempt - 1)) * (0.5 + chance / 2));
  }
}

const passing: ReadonlySet<string> = new Set([
  "name_not_resolved",
  "refused",
  "connection_lost",
  "timeout",
  "rate_limited",
  "provider_error",
  "unexpected_answer",
  // Another sender has this part in hand; it may leave it half done.
  "conflict",
]);
const diskFull = 507;

const isWorthRepeating = (error: ProviderError) => passing.has(error.kind) && error.status !== diskFull;
