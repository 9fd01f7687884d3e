const failuresToOpen = 5;
const shortestOpenMs = 1_000;
/** Milliseconds. Our own engine is back seconds after a crash, and a question costs nothing there. */
const longestOpenMs = { provider: 30_000, ownEngine: 2_000 } as const;
type Kind = keyof typeof longestOpenMs;

/**
 * Stops calls to a host that keeps failing, so that a page over several providers waits for none of them.
 * Closed: calls pass. After five failures in a row it opens for 1 s, then lets one call try; its failure
 * doubles the wait up to 30 s (2 s for our own engine), any success closes it.
 */
export class Breaker {
  readonly #longestOpenMs: number;
  #failures = 0;
  #openMs = 0;
  #openUntilMs = 0;
  #isProbing = false;

  constructor(kind: Kind = "provider") {
    this.#longestOpenMs = longestOpenMs[kind];
  }

  /** Milliseconds until a call may pass; 0 when one may now, and that call must report its outcome. */
  admit(nowMs: number): number {
    if (this.#openMs === 0) return 0;
    if (nowMs < this.#openUntilMs) return this.#openUntilMs - nowMs;
    if (this.#isProbing) return shortestOpenMs;
    this.#isProbing = true;
    return 0;
  }

  succeeded(): void {
    this.#failures = 0;
    this.#openMs = 0;
    this.#isProbing = false;
  }

  failed(nowMs: number): void {
    this.#failures++;
    this.#isProbing = false;
    if (this.#openMs === 0 && this.#failures < failuresToOpen) return;
    this.#openMs = this.#openMs === 0 ? shortestOpenMs : Math.min(this.#openMs * 2, this.#longestOpenMs);
    this.#openUntilMs = nowMs + this.#openMs;
  }

  /** The call ended without saying anything about the host: its caller gave up. */
  abandoned(): void {
    this.#isProbing = false;
  }
}

const byOrigin = new Map<string, Breaker>();

/** One breaker for each host, shared by all accounts there. */
export function breakerFor(origin: string, kind: Kind = "provider"): Breaker {
  const breaker = byOrigin.get(origin) ?? new Breaker(kind);
  byOrigin.set(origin, breaker);
  return breaker;
}
