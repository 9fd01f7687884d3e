/** An asset that is due, and when it was read last. */
export interface DueAsset {
  readonly providerAssetId: string;
  readonly readAt: Date;
}

interface Asked {
  readonly readAtMs: number;
  readonly times: number;
  readonly againAtMs: number;
}

/** What cannot be read is tried after 2, 4, 8 … looks, and after this many doublings no more rarely. */
const mostDoublings = 6;

/** Remembers what was asked after and has not been read since: its provider fails, or takes its time. */
export class Unanswered {
  readonly #everyMs: number;
  #asked = new Map<string, Asked>();

  constructor(everyMs: number) {
    this.#everyMs = everyMs;
  }

  /** Of what is due, in its order, what to ask after now: at most so many, and what failed before more rarely. */
  choose(due: readonly DueAsset[], most: number, nowMs: number): string[] {
    const before = this.#asked;
    this.#asked = new Map();
    const chosen: string[] = [];
    for (const { providerAssetId, readAt } of due) {
      const readAtMs = readAt.getTime();
      const last = before.get(providerAssetId);
      const failed = last?.readAtMs === readAtMs ? last : undefined;
      if (failed && (failed.againAtMs > nowMs || chosen.length >= most)) {
        this.#asked.set(providerAssetId, failed);
      } else if (chosen.length < most) {
        const times = (failed?.times ?? 0) + 1;
        const againAtMs = nowMs + this.#everyMs * 2 ** Math.min(times, mostDoublings);
        this.#asked.set(providerAssetId, { readAtMs, times, againAtMs });
        chosen.push(providerAssetId);
      }
    }
    return chosen;
  }
}
