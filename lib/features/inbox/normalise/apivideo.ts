import { z } from "zod";
import { type NormalEvent, type RawEvent, UnreadableEvent } from "./normal-event.ts";
import { readJson } from "./read-body.ts";

const wireEvent = z.object({
  type: z.string().min(1).max(200),
  videoId: z.string().max(200).optional().catch(undefined),
});

/** shared/protocols/apivideo.md, section 5. Live streams have no place in the index; what they record has. */
export function normaliseApivideo(event: RawEvent): NormalEvent {
  const parsed = wireEvent.safeParse(readJson(event));
  if (!parsed.success) throw new UnreadableEvent("The body names no event type.");
  const { type, videoId } = parsed.data;
  return {
    eventType: type,
    subject: videoId ? { kind: "asset", providerAssetId: videoId } : { kind: "none" },
  };
}
