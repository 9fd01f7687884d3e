import type { CallPace } from "../http-call.ts";
import type { Method } from "../outgoing-request.ts";
import type { RateLimit } from "../provider.ts";

type Kind = RateLimit["kind"];

/** From this share of a limit on the calls that are left are spread over the time that is left. */
const slowFrom = 0.1;

/**
 * What api.video's `X-RateLimit-*` headers said last, for each of its three limits: uploads, writes, reads. The
 * last tenth of a limit is spread over the rest of its window, so that a long import slows down in place of being
 * refused.
 */
export class RateLimits implements CallPace {
  readonly #known = new Map<Kind, RateLimit>();

  waitMs(request: { method: Method; path: string }, nowMs: number): number {
    const state = this.#known.get(kindOf(request));
    if (!state || state.resetsAtMs <= nowMs) return 0;
    const leftMs = state.resetsAtMs - nowMs;
    if (state.remaining <= 0) return leftMs;
    if (state.remaining > state.limit * slowFrom) return 0;
    // Calls at once count before their answers do.
    this.#known.set(kindOf(request), { ...state, remaining: state.remaining - 1 });
    return Math.floor(leftMs / (state.remaining + 1));
  }

  observe(
    request: { method: Method; path: string },
    headers: Readonly<Record<string, string>>,
    nowMs: number,
  ): void {
    const [limit, remaining, seconds] = ["limit", "remaining", "retry-after"].map((name) =>
      toNumber(headers[`x-ratelimit-${name}`]),
    );
    if (limit === undefined || remaining === undefined) return;
    const kind = kindOf(request);
    this.#known.set(kind, { kind, limit, remaining, resetsAtMs: nowMs + (seconds ?? 60) * 1000 });
  }

  /** Those known, whose window still runs; one that has run out is whole again. */
  list(nowMs = Date.now()): readonly RateLimit[] {
    return [...this.#known.values()].map((state) =>
      state.resetsAtMs > nowMs ? state : { ...state, remaining: state.limit },
    );
  }
}

function kindOf({ method, path }: { method: Method; path: string }): Kind {
  if (method === "GET") return "read";
  return /^\/upload$|\/source$/.test(path) && method === "POST" ? "upload" : "write";
}

function toNumber(value: string | undefined): number | undefined {
  return value !== undefined && /^\d{1,9}$/.test(value) ? Number(value) : undefined;
}

const shared = new Map<string, RateLimits>();

/** One count per account in this process: clients live for a command, the limit is the account's. */
export function rateLimitsOf(baseUrl: string, keyDigest: string): RateLimits {
  const name = `${baseUrl}#${keyDigest}`;
  const known = shared.get(name) ?? new RateLimits();
  shared.set(name, known);
  return known;
}
