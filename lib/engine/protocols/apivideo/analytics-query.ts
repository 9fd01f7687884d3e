import { isStorableText } from "./attributes.ts";
import { oneOf, parsePaging, textParameter } from "./paging.ts";
import { invalidQueryParameter, unrecognizedUrl } from "./problems.ts";

const dayMs = 24 * 3600 * 1000;
const furthestMs = 30 * dayMs;

export interface AnalyticsFilter {
  readonly from: Date;
  /** Not in the range any more. */
  readonly to: Date;
  /** Count viewers, not views. */
  readonly isUnique: boolean;
  /** Seconds that a view must have. */
  readonly viewSeconds: number;
  readonly conditions: readonly { readonly column: string; readonly values: readonly string[] }[];
  readonly tag: string | undefined;
}

/** Dimensions of the document, and the columns that hold them. The engine does not know where its viewers are. */
export const dimensions = {
  "media-id": "media_id",
  "media-type": "media_type",
  continent: "'unknown'",
  country: "'unknown'",
  "device-type": "device_type",
  "operating-system": "operating_system",
  browser: "browser",
  referrer: "referrer",
} as const;

const filterColumns: Readonly<Record<string, string>> = {
  mediaId: "media_id",
  mediaType: "media_type",
  continent: "'unknown'",
  country: "'unknown'",
  deviceType: "device_type",
  operatingSystem: "operating_system",
  browser: "browser",
  referrer: "referrer",
};

/** Reads what all analytics calls have in common. Throws 400 naming the parameter at fault. */
export function parseAnalyticsFilter(parameters: URLSearchParams, now: Date): AnalyticsFilter {
  const to = parseTime("to", parameters) ?? now;
  const from = parseTime("from", parameters) ?? new Date(to.getTime() - dayMs);
  if (from.getTime() >= to.getTime()) throw invalidQueryParameter("from", '"from" must be before "to".');
  const conditions = new Map<string, string[]>();
  for (const [name, value] of parameters) {
    const field = /^filterBy\[(\w+)\](\[\d*\])?$/.exec(name)?.[1];
    if (field === undefined || field === "tag") continue;
    const column = filterColumns[field];
    if (column === undefined || !isStorableText(value)) {
      throw invalidQueryParameter("filterBy", `There is no filter for "${field.slice(0, 40)}".`);
    }
    conditions.set(column, [...(conditions.get(column) ?? []), value]);
  }
  return {
    // Nothing older is kept, as the document says.
    from: new Date(Math.max(from.getTime(), now.getTime() - furthestMs)),
    to,
    isUnique: oneOf("unique", parameters, ["true", "false"]) === "true",
    viewSeconds: Number.parseInt(oneOf("viewDuration", parameters, ["3s", "5s", "10s", "30s"]) ?? "5s", 10),
    conditions: [...conditions].map(([column, values]) => ({ column, values })),
    tag: textParameter("filterBy[tag]", parameters),
  };
}

export function parseBucketSort(parameters: URLSearchParams, other: "dimensionValue" | "emittedAt") {
  return {
    ...parsePaging(parameters),
    sortBy: oneOf("sortBy", parameters, ["metricValue", other]) ?? other,
    sortOrder: oneOf("sortOrder", parameters, ["asc", "desc"]) ?? "asc",
  };
}

/** One of the names of a path. Throws 404 as for any other path that is not there. */
export function known<const Name extends string>(given: string, names: readonly Name[]): Name {
  const name = names.find((one) => one === given);
  if (name === undefined) throw unrecognizedUrl();
  return name;
}

function parseTime(name: string, parameters: URLSearchParams): Date | undefined {
  const given = parameters.get(name);
  if (given === null) return undefined;
  const ms = /^\d{4}-\d\d-\d\d/.test(given) ? Date.parse(given) : Number.NaN;
  if (Number.isNaN(ms)) throw invalidQueryParameter(name, `"${name}" must be an ISO 8601 time.`);
  return new Date(ms);
}
