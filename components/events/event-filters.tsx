"use client";

import { Search, X } from "lucide-react";
import { lazy, useEffect, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Input } from "#components/ui/input.tsx";
import { MenuChip } from "#components/ui/menu-chip.tsx";
import type { EventFilter } from "#lib/features/inbox/schema.ts";
import type { EventFacetName } from "./event-filter-menu.tsx";
import { isEventFilterNarrow, standardEventFilter } from "./event-url.ts";

export interface EventFiltersProps {
  filter: EventFilter;
  onChange(change: Partial<EventFilter>): void;
  connectionNames: ReadonlyMap<string, string>;
}

const facets: readonly { name: EventFacetName; label: string }[] = [
  { name: "state", label: "State" },
  { name: "connection", label: "Connection" },
  { name: "type", label: "Type" },
  { name: "origin", label: "Origin" },
];

/** One line of chips, each a menu with counts, and a box that finds by name. */
export function EventFilters({ filter, onChange, connectionNames }: EventFiltersProps) {
  return (
    <fieldset className="scroll-quiet -m-1 flex min-w-0 items-center gap-2 overflow-x-auto p-1">
      <legend className="sr-only">Filters</legend>
      <FindBox q={filter.q} onChange={(q) => onChange({ q })} />
      {facets.map(({ name, label }) => (
        <FilterChip
          key={name}
          facet={name}
          label={label}
          filter={filter}
          onChange={onChange}
          connectionNames={connectionNames}
        />
      ))}
      {filter.asset !== undefined && (
        <Button
          variant="outline"
          className="h-7 px-2.5"
          onClick={() => onChange({ asset: undefined })}
          aria-label="Stop showing one video’s events only"
        >
          One video
          <X aria-hidden="true" />
        </Button>
      )}
      {isEventFilterNarrow(filter) && (
        <Button
          variant="ghost"
          className="h-7 px-2 text-muted-foreground"
          onClick={() => onChange({ ...standardEventFilter, asset: undefined })}
        >
          <X aria-hidden="true" />
          Clear
        </Button>
      )}
    </fieldset>
  );
}

const typingMs = 250;

function FindBox({ q, onChange }: { q: string; onChange(q: string): void }) {
  const [text, setText] = useState(q);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => setText(q), [q]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <div className="relative w-52 shrink-0">
      <Search
        className="pointer-events-none absolute start-2 top-1.5 size-4 text-muted-foreground"
        aria-hidden="true"
      />
      <Input
        type="search"
        aria-label="Find events by video, id or type"
        placeholder="Video, id or type"
        value={text}
        className="h-7 ps-8"
        onChange={(event) => {
          const { value } = event.target;
          setText(value);
          clearTimeout(timer.current);
          timer.current = setTimeout(() => onChange(value.trim()), typingMs);
        }}
      />
    </div>
  );
}

const load = () => import("./event-filter-menu.tsx");
const EventFilterMenu = lazy(load);

interface FilterChipProps extends EventFiltersProps {
  facet: EventFacetName;
  label: string;
}

function FilterChip({ facet, label, ...props }: FilterChipProps) {
  const count = props.filter[facet].length;
  return (
    <MenuChip
      label={label}
      isSet={count > 0}
      load={load}
      menu={(place) => <EventFilterMenu {...place} {...props} facet={facet} />}
    >
      {label}
      {count > 0 && <span className="font-semibold tabular">{count}</span>}
    </MenuChip>
  );
}
