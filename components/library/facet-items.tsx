"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import {
  DropdownMenuCheckboxItem,
  DropdownMenuItem,
  DropdownMenuNote,
  DropdownMenuSeparator,
} from "#components/ui/dropdown-menu.tsx";
import { formatCount } from "#lib/client/format.ts";
import { assetFacetsQuery } from "#lib/features/library/client.ts";
import type { AssetFilter } from "#lib/features/library/schema.ts";
import { type FacetName, facetValueName } from "./chips.ts";
import { withValues } from "./filter-url.ts";

export interface FacetItemsProps {
  facet: FacetName;
  filter: AssetFilter;
  onChange(change: Partial<AssetFilter>): void;
  connectionNames: ReadonlyMap<string, string>;
}

/** Values with how many there are of each under the other filters; a value that is set stays, at zero too. */
export function FacetItems({ facet, filter, onChange, connectionNames }: FacetItemsProps) {
  const facets = useQuery({ ...assetFacetsQuery(filter), placeholderData: keepPreviousData });
  const set: readonly string[] = filter[facet];
  const counts = facets.data?.[facet] ?? {};
  const values = [...new Set([...Object.keys(counts), ...set])]
    .filter((value) => (counts[value] ?? 0) > 0 || set.includes(value))
    .toSorted((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0));

  const change = (next: readonly string[]) => onChange(withValues(facet, next));

  if (facets.isPending) {
    return <DropdownMenuNote className="animate-appear-late">Counting…</DropdownMenuNote>;
  }
  if (facets.isError && !facets.data) {
    return <DropdownMenuNote className="text-failed-text">{facets.error.message}</DropdownMenuNote>;
  }
  if (values.length === 0) {
    return <DropdownMenuNote>{emptyWords[facet]}</DropdownMenuNote>;
  }
  return (
    <>
      {values.map((value) => (
        <DropdownMenuCheckboxItem
          key={value}
          checked={set.includes(value)}
          onSelect={(event) => event.preventDefault()}
          onCheckedChange={(isOn) => change(isOn ? [...set, value] : set.filter((each) => each !== value))}
        >
          <span className="clip-line min-w-0 flex-1">{facetValueName(facet, value, connectionNames)}</span>
          <span className="ps-4 text-xs text-muted-foreground tabular">
            {formatCount(counts[value] ?? 0)}
          </span>
        </DropdownMenuCheckboxItem>
      ))}
      {set.length > 0 && (
        <>
          <DropdownMenuSeparator />
          <DropdownMenuItem onSelect={() => change([])} className="text-muted-foreground">
            Any
          </DropdownMenuItem>
        </>
      )}
    </>
  );
}

const emptyWords: Record<FacetName, string> = {
  provider: "No videos match the other filters.",
  connection: "No videos match the other filters.",
  status: "No videos match the other filters.",
  type: "No videos match the other filters.",
  tag: "None of these videos has a tag.",
};
