import type { HealthCause } from "#lib/domain/connection.ts";

/** Waiting helps against these; the rest stay wrong until a person acts. */
const passing = new Set<HealthCause>([
  "refused",
  "timeout",
  "provider_error",
  "rate_limited",
  "name_not_resolved",
]);

export interface BackOffFacts {
  readonly cause: HealthCause;
  /** Failures in a row, from 1. */
  readonly failures: number;
  readonly isLocal: boolean;
  /** When the provider asks to be called again. */
  readonly retryAfterMs?: number | undefined;
}

const longestMs = 60_000;
/** A person who repaired the keys presses "Test", which ends the wait. */
const untilSomeoneActsMs = 5 * 60_000;
/** The supervisor starts the engine again within seconds. */
const longestLocalMs = 2_000;
const longestRetryAfterMs = 15 * 60_000;

/**
 * Milliseconds before a failing connection is tried again: doubling from a second, spread so that connections
 * that failed together do not come back together. `random` is from 0 to 1.
 */
export function backOffMs(
  { cause, failures, isLocal, retryAfterMs = 0 }: BackOffFacts,
  random: number = Math.random(),
): number {
  const longest = isLocal ? longestLocalMs : passing.has(cause) ? longestMs : untilSomeoneActsMs;
  const doubled = Math.min(longest, 1_000 * 2 ** Math.min(failures - 1, 20));
  const asked = Math.min(Math.max(0, retryAfterMs), longestRetryAfterMs);
  return Math.round(Math.max(asked, doubled * (0.5 + random / 2)));
}

/** How long until the whole listing is walked again: often where that is a page or two, rarely where it is long. */
export function walkIntervalMs({ assetCount, hasFeed }: { assetCount: number; hasFeed: boolean }): number {
  const pages = Math.ceil(assetCount / 100) + 1;
  const shortest = hasFeed ? 5 * 60_000 : 15_000;
  return Math.min(30 * 60_000, Math.max(shortest, pages * 6_000));
}
