/** `webhook`: it came from outside; `poll`: the sync found what no event told; `test`: we sent it to ourselves. */
export const eventOrigins = ["webhook", "poll", "test"] as const;
export type EventOrigin = (typeof eventOrigins)[number];

/**
 * `ignored`: understood, and it is about nothing we keep. `refused`: its signature is wrong. `failed`: it could not be
 * processed, and can be tried again by hand.
 */
export const eventStates = ["waiting", "processed", "ignored", "duplicate", "refused", "failed"] as const;
export type EventState = (typeof eventStates)[number];

/**
 * Why an event was believed: `signed` by the provider's key; `confirmed` by an API read; `claimed` when nothing but
 * the address it came to speaks for it, so that it changed nothing; `refused` when its signature does not fit.
 */
export const eventTrusts = ["signed", "confirmed", "claimed", "refused"] as const;
export type EventTrust = (typeof eventTrusts)[number];

/** One thing an event changed in the index. `from` is null where there was nothing before. */
export interface EventChange {
  readonly what: "asset" | "rendition";
  /** The rendition's name; null for the asset itself. */
  readonly name: string | null;
  readonly from: string | null;
  readonly to: string | null;
}
