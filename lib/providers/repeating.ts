import type { ProviderError } from "./errors.ts";

const firstMs = 200;
const longestMs = 4_000;

/** Milliseconds before the next attempt, doubling and spread. `random` is from 0 to 1. */
export function backOffMs(attempt: number, random: () => number = Math.random): number {
  const ceilingMs = Math.min(firstMs * 2 ** (attempt - 1), longestMs);
  return Math.round(ceilingMs * (0.5 + random() / 2));
}

/** Whether a call may be sent again; `isSafe` when it only reads. */
export function mayRepeat(error: ProviderError, isSafe: boolean): boolean {
  // Neither reached the provider's work: a refused connection and 429 may be repeated whatever the method.
  if (error.kind === "rate_limited" || error.kind === "refused") return true;
  return (
    isSafe &&
    (error.kind === "provider_error" || error.kind === "connection_lost" || error.kind === "timeout")
  );
}

const hostFailures: ReadonlySet<string> = new Set([
  "name_not_resolved",
  "refused",
  "connection_lost",
  "timeout",
  "tls",
  "provider_error",
]);
/** Whether it says something of the host, and not of the call: what a breaker counts. */
export const isHostFailure = (error: ProviderError) => hostFailures.has(error.kind);
