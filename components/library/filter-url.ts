import { type AssetFilter, assetFilter } from "#lib/features/library/schema.ts";

/** The library's state as an address says it; what it says wrongly counts as not said. */
export function readFilter(parameters: URLSearchParams): AssetFilter {
  return assetFilter.parse(Object.fromEntries(parameters));
}

/** The address of a state, defaults left out: the bare `/library` is everything, newest first. */
export function libraryHref(filter: AssetFilter): string {
  const standard: Record<string, unknown> = assetFilter.parse({});
  const parts = Object.entries(filter).flatMap(([name, value]) => {
    if (value === undefined || value === "" || value === standard[name]) return [];
    const values = Array.isArray(value) ? value : [value];
    return values.length > 0 ? [`${name}=${values.map((each) => encodeURIComponent(each)).join(",")}`] : [];
  });
  return parts.length > 0 ? `/library?${parts.join("&")}` : "/library";
}

/** True when something narrows the list. */
export function isNarrowed(filter: AssetFilter): boolean {
  const { sort: _sort, view: _view, ...narrowing } = filter;
  return Object.values(narrowing).some((value) =>
    Array.isArray(value) ? value.length > 0 : value !== undefined && value !== "",
  );
}

/** Everything, in the same order and view. */
export function clearFilter({ sort, view }: AssetFilter): AssetFilter {
  return { ...assetFilter.parse({}), sort, view };
}
