import type { StatusKind } from "#components/ui/status-mark.tsx";
import type { EventChange, EventOrigin, EventState, EventTrust } from "#lib/domain/inbox.ts";
import type { EventSummary } from "#lib/features/inbox/schema.ts";

export const stateWords: Record<EventState, string> = {
  waiting: "Waiting",
  processed: "Processed",
  ignored: "Nothing to do",
  duplicate: "Duplicate",
  refused: "Refused",
  failed: "Failed",
};

export const stateMarks: Record<EventState, StatusKind> = {
  waiting: "queued",
  processed: "ready",
  ignored: "off",
  duplicate: "off",
  refused: "failed",
  failed: "failed",
};

export const originWords: Record<EventOrigin, string> = {
  webhook: "Received",
  poll: "Found by polling",
  test: "Test",
};

/** Why it was believed, as a sentence. */
export const trustWords: Record<EventTrust, string> = {
  signed: "Signed with this account’s key, over the bytes as they came.",
  confirmed: "Unsigned; a read of the provider confirmed it.",
  claimed: "Unsigned and not confirmed, so it changed nothing.",
  refused: "Its signature does not fit, so it changed nothing.",
};

/** Its type, as far as it was read. */
export function titleOf({ eventType, state }: Pick<EventSummary, "eventType" | "state">): string {
  if (eventType !== null) return eventType;
  if (state === "duplicate") return "Came before";
  return state === "waiting" ? "New event" : "Unreadable";
}

/** "Asset: importing → ready", "h264: new, ready". */
export function changeInWords({ what, name, from, to }: EventChange): string {
  const thing = what === "asset" ? "Video" : (name ?? "Rendition");
  if (to === null) return `${thing}: gone`;
  if (from === null) return `${thing}: ${to}`;
  return `${thing}: ${from} → ${to}`;
}

/** The line under an event's type in the timeline. */
export function gistOf({ state, changes, reason, origin, assetTitle, subject }: EventSummary): string {
  const [first, ...others] = changes;
  const changed =
    first && (others.length > 0 ? `${changeInWords(first)}, ${others.length} more` : changeInWords(first));
  const knewAlready = state === "processed" && origin === "webhook" ? "The index knew already" : undefined;
  const said = changed ?? reason ?? knewAlready;
  return [assetTitle ?? (said ? undefined : subject), said].filter(Boolean).join(" · ");
}
