import { eventOrigins, eventStates } from "#lib/domain/inbox.ts";
import type { EventFilter } from "#lib/features/inbox/schema.ts";

/** Everything, newest first: what the bare `/events` says. */
export const standardEventFilter: EventFilter = { connection: [], state: [], origin: [], type: [], q: "" };

/** The inbox's state as an address says it, read by hand as the library's is: no zod in the first paint. */
export function readEventFilter(parameters: URLSearchParams): EventFilter {
  const words = (name: string) =>
    (parameters.get(name) ?? "").split(",").filter((word) => word !== "" && word.length <= 200);
  const asset = parameters.get("asset");
  return {
    connection: words("connection"),
    state: words("state").flatMap((word) => eventStates.find((each) => each === word) ?? []),
    origin: words("origin").flatMap((word) => eventOrigins.find((each) => each === word) ?? []),
    type: words("type"),
    q: (parameters.get("q") ?? "").trim().slice(0, 200),
    ...(asset && asset.length <= 100 ? { asset } : {}),
  };
}

/** The address of a filter and of the event that is looked at. */
export function eventsHref(filter: EventFilter, eventId?: string): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) {
    const text = Array.isArray(value) ? value.join(",") : (value ?? "");
    if (text !== "") parameters.set(name, text);
  }
  if (eventId !== undefined) parameters.set("event", eventId);
  const text = parameters.toString().replaceAll("%2C", ",");
  return text === "" ? "/events" : `/events?${text}`;
}

export const isEventFilterNarrow = (filter: EventFilter): boolean => eventsHref(filter) !== "/events";
