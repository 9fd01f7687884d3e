import { assetStatuses, assetTypes } from "#lib/domain/asset.ts";
import { providerIds } from "#lib/domain/provider-id.ts";
import type { AssetFilter } from "#lib/features/library/schema.ts";

/** Everything, newest first, as pictures: what the bare `/library` says. */
export const standardFilter: AssetFilter = {
  q: "",
  provider: [],
  connection: [],
  status: [],
  tag: [],
  type: [],
  from: undefined,
  to: undefined,
  sort: "newest",
  view: "grid",
};

export const filterSorts = [
  "newest",
  "oldest",
  "title",
  "longest",
  "largest",
] as const satisfies AssetFilter["sort"][];
const views = ["grid", "table"] as const satisfies AssetFilter["view"][];

/**
 * The library's state as an address says it; what it says wrongly counts as not said. The same reading as the
 * schema's, which the server does: done here by hand, as it is all of zod that the first paint would need.
 */
export function readFilter(parameters: URLSearchParams): AssetFilter {
  const text = (name: string) => parameters.get(name) ?? "";
  const q = text("q").trim();
  return {
    q: q.length <= 200 ? q : "",
    provider: listOf(text("provider"), providerIds),
    connection: words(text("connection")),
    status: listOf(text("status"), assetStatuses),
    tag: words(text("tag")),
    type: listOf(text("type"), assetTypes),
    from: readDay(text("from")),
    to: readDay(text("to")),
    sort: filterSorts.find((sort) => sort === text("sort")) ?? standardFilter.sort,
    view: views.find((view) => view === text("view")) ?? standardFilter.view,
  };
}

function words(text: string): string[] {
  const given = text.split(",").filter(Boolean);
  return given.every((word) => word.length <= 200) ? given : [];
}

function listOf<T extends string>(text: string, known: readonly T[]): T[] {
  const given = words(text);
  const kept = given.flatMap((word) => known.find((each) => each === word) ?? []);
  return kept.length === given.length ? kept : [];
}

/** A day that exists, as `2026-11-21`. */
function readDay(text: string): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text) ? text : undefined;
}

/** The address of a state, defaults left out. */
export function libraryHref(filter: AssetFilter): string {
  const standard: Readonly<Record<string, unknown>> = { ...standardFilter };
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
  return { ...standardFilter, sort, view };
}

/** The filter with one list replaced, said the way an address would say it. */
export function withValues(
  name: "provider" | "connection" | "status" | "tag" | "type",
  values: readonly string[],
): Partial<AssetFilter> {
  return { [name]: readFilter(new URLSearchParams({ [name]: values.join(",") }))[name] };
}
