import type { EventOrigin } from "#lib/domain/inbox.ts";
import type { ProviderId } from "#lib/domain/provider-id.ts";
import { normaliseApivideo } from "./apivideo.ts";
import type { NormalEvent, RawEvent } from "./normal-event.ts";
import { normaliseStupeflix } from "./stupeflix.ts";
import { normaliseTelestream } from "./telestream.ts";
import { normaliseZiggeo } from "./ziggeo.ts";

const readers: Readonly<Record<ProviderId, (event: RawEvent) => NormalEvent>> = {
  apivideo: normaliseApivideo,
  stupeflix: normaliseStupeflix,
  telestream: normaliseTelestream,
  ziggeo: normaliseZiggeo,
};

/** The type of the events this dashboard sends to itself to prove that an address works. */
export const testEventType = "reelyard.test";

/** What a raw event says, in our words. Throws `UnreadableEvent`. */
export function normalise(provider: ProviderId, origin: EventOrigin, event: RawEvent): NormalEvent {
  if (origin === "test") return { eventType: testEventType, subject: { kind: "none" } };
  return readers[provider](event);
}
