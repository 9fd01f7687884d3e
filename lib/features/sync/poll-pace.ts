import type { RateLimit } from "#lib/providers/provider.ts";

/** What has stood still for longer is left to the walks over the whole listing. */
export const followedForMs = 7 * 24 * 60 * 60_000;

/**
 * How long an asset is left alone, as a part of how long it stood still: a change is met at most so much later than it
 * took to come, and the number of readings grows with the logarithm of that time. A week of nothing costs about 230,
 * of our own engine 1,000.
 */
export const pollShare = (isLocal: boolean): number => (isLocal ? 0.01 : 0.05);

/** A provider asked at all: the rest of what an account may ask stays for people and walks. */
const sharePolled = 0.5;
/** api.video, which alone tells its limits, is asked for the video and for its status. */
const callsPerRead = 2;
/** With two hundred under way each is read every twenty seconds: a provider is not hammered, nor our own engine. */
const mostAtOnce = 10;

/** How many assets may be read now, so that this half of the limit lasts until the provider counts anew. */
export function readsAllowed(
  limits: readonly RateLimit[] = [],
  { everyMs, nowMs }: { everyMs: number; nowMs: number },
): number {
  const reads = limits.find(({ kind }) => kind === "read");
  if (!reads) return mostAtOnce;
  const left = (reads.remaining - reads.limit * (1 - sharePolled)) / callsPerRead;
  if (left < 1) return 0;
  const looksLeft = Math.max(0, reads.resetsAtMs - nowMs) / everyMs;
  return Math.min(mostAtOnce, Math.max(1, Math.floor(left / Math.max(1, looksLeft))));
}
