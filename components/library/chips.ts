import { providerNames } from "#lib/domain/provider-id.ts";
import type { AssetFilter } from "#lib/features/library/schema.ts";
import { statusWords } from "./asset-words.ts";

export const chips = [
  { name: "provider", label: "Provider" },
  { name: "connection", label: "Connection" },
  { name: "status", label: "Status" },
  { name: "tag", label: "Tag" },
  { name: "type", label: "Type" },
  { name: "created", label: "Created" },
] as const;
export type ChipName = (typeof chips)[number]["name"];
/** What a menu can list with counts. */
export type FacetName = Exclude<ChipName, "created">;

export const typeWords = { video: "Video", audio: "Audio", image: "Image" } as const;

export const sortWords: Record<AssetFilter["sort"], string> = {
  newest: "Newest first",
  oldest: "Oldest first",
  title: "By title",
  longest: "Longest first",
  largest: "Largest first",
};

/** How a value of a facet reads. */
export function facetValueName(
  facet: FacetName,
  value: string,
  connectionNames: ReadonlyMap<string, string>,
): string {
  switch (facet) {
    case "provider":
      return Object.entries(providerNames).find(([id]) => id === value)?.[1].name ?? value;
    case "connection":
      return connectionNames.get(value) ?? "a removed connection";
    case "status":
      return Object.entries(statusWords).find(([status]) => status === value)?.[1] ?? value;
    case "type":
      return Object.entries(typeWords).find(([type]) => type === value)?.[1] ?? value;
    case "tag":
      return value;
  }
}

/** What a chip says it is set to; undefined while it lets everything through. */
export function chipLabel(
  name: ChipName,
  filter: AssetFilter,
  connectionNames: ReadonlyMap<string, string>,
): string | undefined {
  if (name === "created") return describeDays(filter.from, filter.to);
  const values = filter[name];
  const [first] = values;
  if (first === undefined) return undefined;
  return values.length === 1 ? facetValueName(name, first, connectionNames) : String(values.length);
}

const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });

/** "3 Nov – 21 Nov", "since 3 Nov", "until 21 Nov". */
function describeDays(from: string | undefined, to: string | undefined): string | undefined {
  const read = (text: string) => day.format(new Date(`${text}T00:00:00Z`));
  if (from && to) return from === to ? read(from) : `${read(from)} – ${read(to)}`;
  if (from) return `since ${read(from)}`;
  if (to) return `until ${read(to)}`;
  return undefined;
}
