"use client";

import type { ReactElement } from "react";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuTrigger,
} from "#components/ui/dropdown-menu.tsx";
import type { AssetFilter } from "#lib/features/library/schema.ts";
import { type ChipName, sortWords } from "./chips.ts";
import { DayRange } from "./day-range.tsx";
import { FacetItems } from "./facet-items.tsx";
import { filterSorts } from "./filter-url.ts";

export interface FilterMenuProps {
  menu: ChipName | "sort";
  trigger: ReactElement;
  open: boolean;
  onOpenChange(open: boolean): void;
  filter: AssetFilter;
  onChange(change: Partial<AssetFilter>): void;
  connectionNames: ReadonlyMap<string, string>;
}

/** The menu under a chip: values with counts, days, or the order. */
export function FilterMenu({
  menu,
  trigger,
  open,
  onOpenChange,
  filter,
  onChange,
  connectionNames,
}: FilterMenuProps) {
  if (menu === "created") {
    return (
      <DayRange
        trigger={trigger}
        open={open}
        onOpenChange={onOpenChange}
        filter={filter}
        onChange={onChange}
      />
    );
  }
  return (
    <DropdownMenu open={open} onOpenChange={onOpenChange} modal={false}>
      <DropdownMenuTrigger asChild>{trigger}</DropdownMenuTrigger>
      <DropdownMenuContent align={menu === "sort" ? "end" : "start"} className="max-w-80 min-w-56">
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
