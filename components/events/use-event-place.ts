"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import type { EventFilter } from "#lib/features/inbox/schema.ts";
import { eventsHref, readEventFilter } from "./event-url.ts";

/** Where one is in the inbox: the filter, and the event looked at. Both are the URL. */
export function useEventPlace() {
  const text = useSearchParams().toString();
  const filter = useMemo(() => readEventFilter(new URLSearchParams(text)), [text]);
  const eventId = useMemo(() => new URLSearchParams(text).get("event") ?? undefined, [text]);
  const changeFilter = useCallback((part: Partial<EventFilter>) => {
    const now = readEventFilter(new URLSearchParams(window.location.search));
    window.history.pushState(null, "", eventsHref({ ...now, ...part }));
  }, []);
  /** Looking at another event is no step to take back; opening the first one is. */
  const open = useCallback((id: string | undefined) => {
    const parameters = new URLSearchParams(window.location.search);
    const href = eventsHref(readEventFilter(parameters), id);
    if (id !== undefined && parameters.has("event")) window.history.replaceState(null, "", href);
    else window.history.pushState(null, "", href);
  }, []);
  return { filter, eventId, changeFilter, open };
}
