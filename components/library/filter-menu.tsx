"use client";

import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuTrigger,
} from "#components/ui/dropdown-menu.tsx";
import type { ChipMenuPlace } from "#components/ui/menu-chip.tsx";
import type { AssetFilter } from "#lib/features/library/schema.ts";
import { type ChipName, sortWords } from "./chips.ts";
import { DayRange } from "./day-range.tsx";
import { FacetItems } from "./facet-items.tsx";
import { filterSorts } from "./filter-url.ts";

export interface FilterMenuProps extends ChipMenuPlace {
  menu: ChipName | "sort";
  filter: AssetFilter;
  onChange(change: Partial<AssetFilter>): void;
  connectionNames: ReadonlyMap<string, string>;
}

/** The menu under a chip: values with counts, days, or the order. */
export default function FilterMenu({ menu, filter, onChange, connectionNames, ...place }: FilterMenuProps) {
  if (menu === "created") return <DayRange {...place} filter={filter} onChange={onChange} />;
  return (
    <DropdownMenu open={place.open} onOpenChange={place.onOpenChange}>
      <DropdownMenuTrigger asChild>{place.anchor}</DropdownMenuTrigger>
      <DropdownMenuContent
        align={menu === "sort" ? "end" : "start"}
        aria-label={place.label}
        aria-labelledby={undefined}
        onCloseAutoFocus={place.onClosed}
        className="max-w-80 min-w-56"
      >
        {menu === "sort" ? (
          <DropdownMenuRadioGroup
            value={filter.sort}
            onValueChange={(value) => {
              const sort = filterSorts.find((each) => each === value);
              if (sort) onChange({ sort });
            }}
          >
            {filterSorts.map((sort) => (
              <DropdownMenuRadioItem key={sort} value={sort}>
                {sortWords[sort]}
              </DropdownMenuRadioItem>
            ))}
          </DropdownMenuRadioGroup>
        ) : (
          <FacetItems facet={menu} filter={filter} onChange={onChange} connectionNames={connectionNames} />
        )}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
