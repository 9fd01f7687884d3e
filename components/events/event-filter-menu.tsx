"use client";

import { useQuery } from "@tanstack/react-query";
import {
  DropdownMenu,
  DropdownMenuCheckboxItem,
  DropdownMenuContent,
  DropdownMenuNote,
  DropdownMenuTrigger,
} from "#components/ui/dropdown-menu.tsx";
import type { ChipMenuPlace } from "#components/ui/menu-chip.tsx";
import { formatCount } from "#lib/client/format.ts";
import { eventOrigins, eventStates } from "#lib/domain/inbox.ts";
import { eventFacetsQuery } from "#lib/features/inbox/client.ts";
import type { EventFilter } from "#lib/features/inbox/schema.ts";
import { originWords, stateWords } from "./event-words.ts";

export type EventFacetName = "state" | "connection" | "type" | "origin";

export interface EventFilterMenuProps extends ChipMenuPlace {
  facet: EventFacetName;
  filter: EventFilter;
  onChange(change: Partial<EventFilter>): void;
  connectionNames: ReadonlyMap<string, string>;
}

/** Values with how many events there are of each. */
export default function EventFilterMenu({
  facet,
  filter,
  onChange,
  connectionNames,
  ...place
}: EventFilterMenuProps) {
  const facets = useQuery(eventFacetsQuery());
  const counts = facets.data?.[facet] ?? {};
  const set: readonly string[] = filter[facet];
  const values = [...new Set([...Object.keys(counts), ...set])].toSorted(
    (a, b) => (counts[b] ?? 0) - (counts[a] ?? 0),
  );
  const change = (next: readonly string[]) => onChange({ [facet]: [...next] });
  return (
    <DropdownMenu open={place.open} onOpenChange={place.onOpenChange}>
      <DropdownMenuTrigger asChild>{place.anchor}</DropdownMenuTrigger>
      <DropdownMenuContent
        align="start"
        aria-label={place.label}
        aria-labelledby={undefined}
        onCloseAutoFocus={place.onClosed}
        className="max-w-80 min-w-56"
      >
        {facets.isPending && <DropdownMenuNote>Counting…</DropdownMenuNote>}
        {facets.error && (
          <DropdownMenuNote className="text-failed-text">{facets.error.message}</DropdownMenuNote>
        )}
        {facets.data && values.length === 0 && <DropdownMenuNote>There are no events yet.</DropdownMenuNote>}
        {values.map((value) => (
          <DropdownMenuCheckboxItem
            key={value}
            checked={set.includes(value)}
            onSelect={(event) => event.preventDefault()}
            onCheckedChange={(isOn) => change(isOn ? [...set, value] : set.filter((each) => each !== value))}
          >
            <span className="clip-line min-w-0 flex-1">{nameOf(facet, value, connectionNames)}</span>
            <span className="ps-4 text-xs text-muted-foreground tabular">
              {formatCount(counts[value] ?? 0)}
            </span>
          </DropdownMenuCheckboxItem>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

function nameOf(facet: EventFacetName, value: string, connectionNames: ReadonlyMap<string, string>): string {
  if (facet === "connection") return connectionNames.get(value) ?? "A removed connection";
  if (facet === "type") return value;
  const state = eventStates.find((each) => each === value);
  const origin = eventOrigins.find((each) => each === value);
  if (facet === "state" && state) return stateWords[state];
  return origin ? originWords[origin] : value;
}
