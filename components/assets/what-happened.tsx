import { Card, CardHeader, CardTitle } from "#components/ui/card.tsx";
import { cn } from "#components/ui/class-names.ts";
import { LocalTime } from "#components/ui/local-time.tsx";
import type { AssetEvent } from "./asset-history.ts";

const shownAtFirst = 12;

/** The latest, oldest first. */
export function WhatHappened({ events }: { events: readonly AssetEvent[] }) {
  if (events.length === 0) return null;
  return (
    <Card>
      <CardHeader>
        <CardTitle>What happened</CardTitle>
      </CardHeader>
      <ol className="grid gap-2 text-sm">
        {events.slice(-shownAtFirst).map(({ at, words, isFailure }) => (
          <li key={`${at} ${words}`} className="grid grid-cols-[6.5rem_minmax(0,1fr)] gap-x-3">
            <LocalTime at={at} as="event" className="text-muted-foreground tabular" />
            <span className={cn("break-words", isFailure && "text-failed-text")}>{words}</span>
          </li>
        ))}
      </ol>
    </Card>
  );
}
