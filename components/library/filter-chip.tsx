"use client";

import { ArrowUpDown, ChevronDown } from "lucide-react";
import { lazy } from "react";
import { MenuChip } from "#components/ui/menu-chip.tsx";
import type { AssetFilter } from "#lib/features/library/schema.ts";
import type { ChipName } from "./chips.ts";

const load = () => import("./filter-menu.tsx");
const FilterMenu = lazy(load);

export interface FilterChipProps {
  menu: ChipName | "sort";
  label: string;
  /** What it is set to, after the label. */
  value?: string | undefined;
  /** Instead of label and value. */
  text?: string;
  filter: AssetFilter;
  onChange(change: Partial<AssetFilter>): void;
  connectionNames: ReadonlyMap<string, string>;
}

/** One filter of the library, or its order. */
export function FilterChip({ menu, label, value, text, ...props }: FilterChipProps) {
  return (
    <MenuChip
      label={label}
      isSet={value !== undefined}
      aria-label={text ? `${label}: ${text}` : undefined}
      load={load}
      menu={(place) => <FilterMenu {...place} {...props} menu={menu} />}
    >
      {text ? (
        <>
          <ArrowUpDown className="sm:hidden" aria-hidden="true" />
          <span className="max-sm:hidden">{text}</span>
        </>
      ) : (
        label
      )}
      {value !== undefined && <span className="clip-line max-w-40 font-semibold">{value}</span>}
      {text && <ChevronDown className="size-3.5 text-muted-foreground max-sm:hidden" aria-hidden="true" />}
    </MenuChip>
  );
}
