/** About seven minutes in all: longer than any restart, shorter than a forgotten tab. */
export const maxAttemptsWithoutProgress = 24;

/**
 * Milliseconds to wait before attempt `attempt` (1 = the first repeat): doubling from half a second to 20 s,
 * half of it random so that four parts cut at once do not come back at once. A provider's own wish wins.
 */
export function retryDelayMs(
  attempt: number,
  random: () => number,
  retryAfterMs: number | null = null,
): number {
  if (retryAfterMs !== null) return Math.min(retryAfterMs, 60_000) + random() * 250;
  const ceiling = Math.min(20_000, 500 * 2 ** (attempt - 1));
  return ceiling / 2 + random() * (ceiling / 2);
}

/** `Retry-After` as seconds or as a date, in milliseconds from now; null when absent or absurd. */
export function parseRetryAfter(header: string | null, nowMs: number): number | null {
  if (!header) return null;
  const seconds = Number(header);
  const waitMs = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - nowMs;
  return Number.isFinite(waitMs) && waitMs >= 0 ? waitMs : null;
}
