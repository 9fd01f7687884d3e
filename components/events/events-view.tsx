"use client";

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Inbox } from "lucide-react";
import { type KeyboardEvent, useEffect, useMemo, useRef } from "react";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/class-names.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Link } from "#components/ui/link.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";
import { connectionsQuery } from "#lib/features/connections/client.ts";
import { eventPagesQuery } from "#lib/features/inbox/client.ts";
import type { EventSummary } from "#lib/features/inbox/schema.ts";
import { EventEvidence } from "./event-evidence.tsx";
import { EventFilters } from "./event-filters.tsx";
import { EventRow } from "./event-row.tsx";
import { isEventFilterNarrow, standardEventFilter } from "./event-url.ts";
import { FailedEvents } from "./failed-events.tsx";
import { TimelineSkeleton } from "./timeline-skeleton.tsx";
import { useEventPlace } from "./use-event-place.ts";

/** The inbox: a timeline at the left, the evidence at the right. */
export function EventsView() {
  const { filter, eventId, changeFilter, open } = useEventPlace();
  const pages = useInfiniteQuery({ ...eventPagesQuery(filter), placeholderData: keepPreviousData });
  const connections = useQuery(connectionsQuery());
  const connectionNames = useMemo(
    () => new Map(connections.data?.map((each) => [each.connectionId, each.name])),
    [connections.data],
  );
  const events = pages.data?.pages.flatMap(({ items }) => items) ?? [];

  if (pages.error && !pages.data) {
    return (
      <EmptyState
        icon={<StatusMark status="failed" />}
        title="The events could not be read."
        actions={<Button onClick={() => void pages.refetch()}>Try again</Button>}
      >
        {pages.error.message}
      </EmptyState>
    );
  }
  const isEmpty = pages.data !== undefined && events.length === 0;
  if (isEmpty && !isEventFilterNarrow(filter) && eventId === undefined) return <NoEvents />;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <EventFilters filter={filter} onChange={changeFilter} connectionNames={connectionNames} />
      <FailedEvents />
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(20rem,26rem)_minmax(0,1fr)]">
        <div className={cn("min-w-0", eventId !== undefined && "max-lg:hidden")}>
          {pages.isPending && <TimelineSkeleton />}
          {isEmpty && (
            <EmptyState
              title="No event fits these filters."
              actions={
                <Button
                  variant="outline"
                  onClick={() => changeFilter({ ...standardEventFilter, asset: undefined })}
                >
                  Clear the filters
                </Button>
              }
            />
          )}
          {events.length > 0 && (
            <Timeline
              events={events}
              openId={eventId}
              isStale={pages.isPlaceholderData}
              onOpen={open}
              hasMore={pages.hasNextPage}
              isReading={pages.isFetchingNextPage}
              readOn={() => void pages.fetchNextPage()}
            />
          )}
        </div>
        {eventId !== undefined ? (
          <div className="min-w-0 lg:sticky lg:top-16 lg:max-h-[calc(100dvh-5rem)] lg:overflow-y-auto lg:p-1">
            <EventEvidence key={eventId} eventId={eventId} onOpen={open} onClose={() => open(undefined)} />
          </div>
        ) : (
          <p className="rounded-lg border border-dashed p-8 text-center text-sm text-muted-foreground max-lg:hidden">
            Choose an event to see what came, whether it was believed, and what it changed.
          </p>
        )}
      </div>
    </div>
  );
}

interface TimelineProps {
  events: readonly EventSummary[];
  openId: string | undefined;
  isStale: boolean;
  onOpen(eventId: string): void;
  hasMore: boolean;
  isReading: boolean;
  readOn(): void;
}

function Timeline({ events, openId, isStale, onOpen, hasMore, isReading, readOn }: TimelineProps) {
  const end = useRef<HTMLButtonElement>(null);
  const latestReadOn = useRef(readOn);
  latestReadOn.current = readOn;
  useEffect(() => {
    const button = end.current;
    if (!button || !hasMore || isReading) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && latestReadOn.current(), {
      rootMargin: "600px",
    });
    observer.observe(button);
    return () => observer.disconnect();
  }, [hasMore, isReading]);

  const activeId = events.some((each) => each.eventId === openId) ? openId : events[0]?.eventId;
  const byDay = Map.groupBy(events, ({ receivedAt }) => receivedAt.slice(0, 10));
  return (
    <section
      aria-label="Timeline"
      className={cn("grid gap-4 transition-opacity", isStale && "opacity-60")}
      onKeyDown={moveFocus}
    >
      {[...byDay].map(([day, ofDay]) => (
        <div key={day}>
          <h2 className="px-3 pb-1 text-xs font-medium text-muted-foreground">{dayInWords(day)}</h2>
          <ul>
            {ofDay.map((event) => (
              <EventRow
                key={event.eventId}
                event={event}
                isOpen={event.eventId === openId}
                isActive={event.eventId === activeId}
                onOpen={onOpen}
              />
            ))}
          </ul>
        </div>
      ))}
      {hasMore && (
        <Button
          ref={end}
          variant="outline"
          pending={isReading}
          onClick={readOn}
          className="justify-self-center"
        >
          Show older
        </Button>
      )}
    </section>
  );
}

/** Arrows, Home and End go from event to event; what they reach is opened. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-event]")];
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  if (at < 0) return;
  const target = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
  const row = target === undefined ? undefined : rows[target];
  if (!row) return;
  event.preventDefault();
  row.focus();
  row.click();
}

const dayFormat = new Intl.DateTimeFormat("en-GB", {
  weekday: "long",
  day: "numeric",
  month: "long",
  timeZone: "UTC",
});
const dayInWords = (day: string) => dayFormat.format(new Date(`${day}T00:00:00Z`));

function NoEvents() {
  return (
    <EmptyState
      icon={<Inbox />}
      title="No event has come yet."
      actions={
        <Button asChild>
          <Link href="/events/webhooks">Set up webhooks</Link>
        </Button>
      }
    >
      Point a provider’s webhooks at this dashboard, and each of them is kept here as it came: with its
      headers, whether it was believed, and what it changed. Until then, regular polling keeps the library
      true.
    </EmptyState>
  );
}
