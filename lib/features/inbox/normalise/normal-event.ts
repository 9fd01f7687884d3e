/** What an event speaks of, in our words. */
export type EventSubject =
  | { readonly kind: "asset"; readonly providerAssetId: string }
  /** Telestream names an encoding alone: whose it is the index knows. */
  | { readonly kind: "rendition"; readonly renditionId: string }
  | { readonly kind: "task"; readonly taskKey: string }
  /** Ziggeo asks whether we want what it is about to send. */
  | { readonly kind: "handshake"; readonly webhookId: string | null; readonly code: string | null }
  | { readonly kind: "none" };

export interface NormalEvent {
  /** As the provider spells it. */
  readonly eventType: string;
  readonly subject: EventSubject;
}

export interface RawEvent {
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array;
}

/** The bytes are no event of this provider; `message` says why, for people. The raw event stays. */
export class UnreadableEvent extends Error {
  override readonly name = "UnreadableEvent";
}

/** A header's value whatever its case; undefined when it did not come. */
export function headerOf({ headers }: Pick<RawEvent, "headers">, name: string): string | undefined {
  return headers.find(([given]) => given.toLowerCase() === name)?.[1];
}
