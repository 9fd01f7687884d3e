/**
 * Calls a minute. The vendor's production figures are 500 reads and 200 writes; on one's own machine nothing
 * is gained by them, while a first import of 100,000 videos is 1,000 pages. Ten times as many still stops a
 * client that has gone wild, and the headers count truly.
 */
const limits = { read: 5_000, write: 2_000 } as const;
const windowMs = 60_000;

export interface RateState {
  readonly limit: number;
  readonly remaining: number;
  /** Until the window starts anew. */
  readonly retryAfterSeconds: number;
  readonly isExceeded: boolean;
}

/** Counts calls in fixed windows of a minute, reads and writes apart, for one account. */
export class RateWindows {
  readonly #windows = { read: { startedMs: 0, used: 0 }, write: { startedMs: 0, used: 0 } };

  count(method: string, now: Date): RateState {
    const kind = method === "GET" || method === "HEAD" ? "read" : "write";
    const window = this.#windows[kind];
    const nowMs = now.getTime();
    if (nowMs - window.startedMs >= windowMs) Object.assign(window, { startedMs: nowMs, used: 0 });
    window.used++;
    return {
      limit: limits[kind],
      remaining: Math.max(0, limits[kind] - window.used),
      retryAfterSeconds: Math.ceil((window.startedMs + windowMs - nowMs) / 1000),
      isExceeded: window.used > limits[kind],
    };
  }
}

export function setRateHeaders(headers: Headers, state: RateState): void {
  headers.set("X-RateLimit-Limit", String(state.limit));
  headers.set("X-RateLimit-Remaining", String(state.remaining));
  headers.set("X-RateLimit-Retry-After", String(state.retryAfterSeconds));
}
