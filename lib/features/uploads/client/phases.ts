/**
 * Where one file stands. Bytes move in `sending` only; from `accepted` on the provider has them all.
 * `paused` also holds what a reload interrupted and what needs its file picked again.
 */
export const uploadPhases = [
  "checking",
  "waiting",
  "sending",
  "paused",
  "accepted",
  "encoding",
  "ready",
  "failed",
  "cancelled",
] as const;
export type UploadPhase = (typeof uploadPhases)[number];

/** Still on its way to the provider, so leaving the page would interrupt it. */
export function isUnfinished(phase: UploadPhase): boolean {
  return phase === "checking" || phase === "waiting" || phase === "sending" || phase === "paused";
}

/** The provider has the bytes and is at work. */
export function isWatched(phase: UploadPhase): boolean {
  return phase === "accepted" || phase === "encoding";
}
