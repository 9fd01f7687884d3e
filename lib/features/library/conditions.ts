import { and, arrayOverlaps, asc, desc, gte, inArray, isNull, lt, type SQL, sql } from "drizzle-orm";
import { fold } from "#lib/asset-index/fold.ts";
import { assets } from "#lib/db/schema/assets.ts";
import type { Cursor } from "./cursor.ts";
import type { AssetFilter } from "./schema.ts";

/** What the conditions need to know of the connections, removed ones included. */
export interface KnownConnection {
  readonly connectionId: string;
  readonly provider: string;
  readonly removedAt: Date | null;
}

/** The connections a filter looks at. Provider is a property of the connection: one index serves both. */
export function selectConnections<Known extends KnownConnection>(
  filter: Pick<AssetFilter, "provider" | "connection">,
  known: readonly Known[],
): Known[] {
  return known.filter(
    ({ connectionId, provider, removedAt }) =>
      removedAt === null &&
      (filter.provider.length === 0 || filter.provider.some((each) => each === provider)) &&
      (filter.connection.length === 0 || filter.connection.includes(connectionId)),
  );
}

/** Everything but the connection: what a row itself must be. `removing_at IS NULL` matches the partial indexes. */
export function toRowConditions(filter: AssetFilter): SQL[] {
  const conditions: (SQL | undefined)[] = [
    isNull(assets.removingAt),
    oneOf(assets.status, filter.status),
    oneOf(assets.type, filter.type),
    filter.tag.length > 0 ? arrayOverlaps(assets.tags, filter.tag) : undefined,
    filter.from ? gte(assets.createdAt, new Date(`${filter.from}T00:00:00Z`)) : undefined,
    filter.to ? lt(assets.createdAt, startOfNextDay(filter.to)) : undefined,
    ...toSearchConditions(filter.q),
  ];
  return conditions.filter((condition) => condition !== undefined);
}

/** The whole WHERE of a filter, or undefined when nothing can match. */
export function toWhere(filter: AssetFilter, known: readonly KnownConnection[]): SQL | undefined {
  const chosen = selectConnections(filter, known);
  if (chosen.length === 0) return undefined;
  // Naming every connection would only keep the planner from walking the sort's own index.
  const isAll = chosen.length === known.length;
  const ofConnections = isAll
    ? undefined
    : oneOf(
        assets.connectionId,
        chosen.map(({ connectionId }) => connectionId),
      );
  return and(ofConnections, ...toRowConditions(filter));
}

/**
 * Each word somewhere in title, file name or tags. A trigram index needs three characters: shorter words match
 * only where a word begins, which gives the index the space before them.
 */
function toSearchConditions(q: string): SQL[] {
  return fold(q)
    .split(" ")
    .filter(Boolean)
    .map((word) => sql`${assets.searchText} LIKE ${[...word].length < 3 ? `% ${word}%` : `%${word}%`}`);
}

type Column = typeof assets.status | typeof assets.type | typeof assets.connectionId;

function oneOf(column: Column, values: readonly string[]): SQL | undefined {
  if (values.length === 0) return undefined;
  // One value as an equality lets an index on (column, created_at) give rows already in order.
  return values.length === 1 ? sql`${column} = ${values[0]}` : inArray(sql`${column}`, [...values]);
}

function startOfNextDay(day: string): Date {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 24 * 60 * 60 * 1000);
}

const sorts = {
  newest: { column: assets.createdAt, isDescending: true, cast: sql.raw("timestamptz") },
  oldest: { column: assets.createdAt, isDescending: false, cast: sql.raw("timestamptz") },
  title: { column: assets.titleKey, isDescending: false, cast: sql.raw("text") },
  longest: { column: assets.durationRank, isDescending: true, cast: sql.raw("bigint") },
  largest: { column: assets.sizeRank, isDescending: true, cast: sql.raw("bigint") },
} as const;

/** ORDER BY of a sort; the id decides between equals, so that the order is total. */
export function toOrder(sort: AssetFilter["sort"]): SQL[] {
  const { column, isDescending } = sorts[sort];
  return isDescending ? [desc(column), desc(assets.assetId)] : [asc(column), asc(assets.assetId)];
}

/** Strictly after the cursor, as one row comparison that the sort's index answers by seeking. */
export function toAfter({ sort, key, assetId }: Cursor): SQL {
  const { column, isDescending, cast } = sorts[sort];
  const position = sql`(${column}, ${assets.assetId})`;
  const last = sql`(${key}::${cast}, ${assetId})`;
  return isDescending ? sql`${position} < ${last}` : sql`${position} > ${last}`;
}

/** The value a row is sorted by, as a cursor carries it. */
export function toSortKey(
  sort: AssetFilter["sort"],
  row: { createdAt: Date; titleKey: string; durationRank: number; sizeRank: number },
): string | number {
  if (sort === "title") return row.titleKey;
  if (sort === "longest") return row.durationRank;
  if (sort === "largest") return row.sizeRank;
  return row.createdAt.toISOString();
}
