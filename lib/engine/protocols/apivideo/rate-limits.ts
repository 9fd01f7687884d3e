import type { ApivideoSettings } from "./settings.ts";

export type RateKind = keyof ApivideoSettings["rateLimits"];

const windowMs = 60_000;

export interface RateState {
  readonly limit: number;
  readonly remaining: number;
  /** Until the window starts anew. */
  readonly retryAfterSeconds: number;
  readonly isExceeded: boolean;
}

/** Counts calls in fixed windows of a minute, uploads, writes and reads apart, for one account. */
export class RateWindows {
  readonly #limits: ApivideoSettings["rateLimits"];
  readonly #windows = {
    upload: { startedMs: 0, used: 0 },
    write: { startedMs: 0, used: 0 },
    read: { startedMs: 0, used: 0 },
  };

  constructor(limits: ApivideoSettings["rateLimits"]) {
    this.#limits = limits;
  }

  count(kind: RateKind, now: Date): RateState {
    const window = this.#windows[kind];
    const limit = this.#limits[kind];
    const nowMs = now.getTime();
    // A clock that was set back begins a new window too, or nothing would be let through until it is there again.
    if (nowMs - window.startedMs >= windowMs || nowMs < window.startedMs) {
      Object.assign(window, { startedMs: nowMs, used: 0 });
    }
    window.used++;
    return {
      limit,
      remaining: Math.max(0, limit - window.used),
      retryAfterSeconds: Math.ceil((window.startedMs + windowMs - nowMs) / 1000),
      isExceeded: window.used > limit,
    };
  }
}

export const rateKindOf = (method: string): RateKind =>
  method === "GET" || method === "HEAD" ? "read" : "write";

export function rateHeaders(state: RateState): Record<string, string> {
  return {
    "X-RateLimit-Limit": String(state.limit),
    "X-RateLimit-Remaining": String(state.remaining),
    "X-RateLimit-Retry-After": String(state.retryAfterSeconds),
  };
}
