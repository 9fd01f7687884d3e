import { type NormalEvent, type RawEvent, UnreadableEvent } from "./normal-event.ts";
import { readForm } from "./read-body.ts";

/** shared/protocols/telestream.md, section 7: a form; `encoding-*` events of the real service name no video. */
export function normaliseTelestream(event: RawEvent): NormalEvent {
  const form = readForm(event);
  const eventType = form.get("event");
  if (!eventType) throw new UnreadableEvent("The form has no field “event”.");
  const videoId = form.get("video_id");
  const encodingId = form.get("encoding_id");
  if (videoId) return { eventType, subject: { kind: "asset", providerAssetId: videoId } };
  if (encodingId) return { eventType, subject: { kind: "rendition", renditionId: encodingId } };
  return { eventType, subject: { kind: "none" } };
}
