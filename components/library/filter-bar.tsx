"use client";

import { LayoutGrid, Rows3, X } from "lucide-react";
import { memo, type ReactNode } from "react";
import { SearchBox } from "#components/layout/search-box.tsx";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/class-names.ts";
import type { AssetFilter } from "#lib/features/library/schema.ts";
import { chipLabel, chips, sortWords } from "./chips.ts";
import { FilterChip } from "./filter-chip.tsx";
import { clearFilter, isNarrowed } from "./filter-url.ts";

export interface FilterBarProps {
  filter: AssetFilter;
  onChange(change: Partial<AssetFilter>): void;
  /** Names of connections by id. */
  connectionNames: ReadonlyMap<string, string>;
}

/** One line of chips, each a menu with counts; the order and the view at its end. Scrolls sideways on a phone. */
export const FilterBar = memo(function FilterBar({ filter, onChange, connectionNames }: FilterBarProps) {
  return (
    <div className="sticky top-12 z-20 -mx-4 bg-background px-4 pt-3 pb-2 sm:-mx-5 sm:px-5">
      <SearchBox className="mb-3 md:hidden" />
      <div className="flex items-center gap-2">
        <fieldset className="scroll-quiet -m-1 flex min-w-0 flex-1 gap-2 overflow-x-auto p-1">
          <legend className="sr-only">Filters</legend>
          {chips.map((chip) => (
            <FilterChip
              key={chip.name}
              menu={chip.name}
              label={chip.label}
              value={chipLabel(chip.name, filter, connectionNames)}
              filter={filter}
              onChange={onChange}
              connectionNames={connectionNames}
            />
          ))}
          {isNarrowed(filter) && (
            <Button
              variant="ghost"
              className="h-7 px-2 text-muted-foreground"
              onClick={() => onChange(clearFilter(filter))}
            >
              <X aria-hidden="true" />
              Clear
            </Button>
          )}
        </fieldset>
        <FilterChip
          menu="sort"
          label="Order"
          text={sortWords[filter.sort]}
          filter={filter}
          onChange={onChange}
          connectionNames={connectionNames}
        />
        <fieldset className="flex gap-1 max-sm:hidden">
          <legend className="sr-only">View</legend>
          <ViewButton label="Grid" isOn={filter.view === "grid"} onClick={() => onChange({ view: "grid" })}>
            <LayoutGrid aria-hidden="true" />
          </ViewButton>
          <ViewButton
            label="Table"
            isOn={filter.view === "table"}
            onClick={() => onChange({ view: "table" })}
          >
            <Rows3 aria-hidden="true" />
          </ViewButton>
        </fieldset>
      </div>
    </div>
  );
});

interface ViewButtonProps {
  label: string;
  isOn: boolean;
  onClick(): void;
  children: ReactNode;
}

function ViewButton({ label, isOn, onClick, children }: ViewButtonProps) {
  return (
    <Button
      variant="outline"
      size="icon-sm"
      aria-label={label}
      aria-pressed={isOn}
      title={label}
      onClick={onClick}
      className={cn("bg-transparent", isOn ? "bg-gray-3" : "border-transparent text-muted-foreground")}
    >
      {children}
    </Button>
  );
}
