"use client";

import { memo } from "react";
import { cn } from "#components/ui/class-names.ts";
import { LocalTime } from "#components/ui/local-time.tsx";
import { ProviderMonogram } from "#components/ui/provider-monogram.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";
import type { EventSummary } from "#lib/features/inbox/schema.ts";
import { gistOf, originWords, stateMarks, stateWords, titleOf } from "./event-words.ts";

export interface EventRowProps {
  event: EventSummary;
  isOpen: boolean;
  /** The one row that Tab reaches; arrows move it. */
  isActive: boolean;
  onOpen(eventId: string): void;
}

/** One event of the timeline. */
export const EventRow = memo(function EventRow({ event, isOpen, isActive, onOpen }: EventRowProps) {
  return (
    <li className="[contain-intrinsic-size:auto_3.5rem] [content-visibility:auto]">
      <button
        type="button"
        data-event={event.eventId}
        aria-current={isOpen ? "true" : undefined}
        tabIndex={isActive ? 0 : -1}
        onClick={() => onOpen(event.eventId)}
        className={cn(
          "grid h-14 w-full grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-3 rounded-md px-3 text-start transition-colors hover:bg-gray-3 focus-visible:-outline-offset-2",
          isOpen && "bg-selected-soft hover:bg-selected-soft",
        )}
      >
        <span title={stateWords[event.state]}>
          <StatusMark status={stateMarks[event.state]} />
          <span className="sr-only">{stateWords[event.state]}: </span>
        </span>
        <span className="min-w-0">
          <span className="flex min-w-0 items-center gap-2">
            <span className="clip-line min-w-0 text-sm font-medium">{titleOf(event)}</span>
            {event.origin !== "webhook" && (
              <span className="shrink-0 rounded-sm border border-dashed border-border-strong px-1 text-xs text-muted-foreground">
                {originWords[event.origin]}
              </span>
            )}
          </span>
          <span className="clip-line block text-xs text-muted-foreground" dir="auto">
            {gistOf(event)}
          </span>
        </span>
        <span className="flex items-center gap-2 text-xs text-muted-foreground tabular">
          <LocalTime at={event.receivedAt} as="clock" />
          <ProviderMonogram provider={event.provider} />
        </span>
      </button>
    </li>
  );
});
