import "server-only";
import { and, count, eq, gt, inArray, type SQL, sql } from "drizzle-orm";
import { rowsOf } from "#lib/asset-index/upsert.ts";
import { db } from "#lib/db/client.ts";
import { assetCounts, assets, assetTagCounts } from "#lib/db/schema/assets.ts";
import { type KnownConnection, selectConnections, toRowConditions, toWhere } from "./conditions.ts";
import type { AssetFacets, AssetFilter, AssetTotal } from "./schema.ts";

/** Counting stops here; beyond, a number is an estimate and says so. */
const exactUpTo = 10_000;
/** How many tags a filter menu offers. */
const tagsShown = 200;

interface CountRow {
  readonly connectionId: string;
  readonly status: string;
  readonly type: string;
  readonly assetCount: number;
}

/** True when the triggers' counters alone can answer: nothing that has no counter is filtered by. */
const hasCounters = (filter: AssetFilter) =>
  filter.q === "" && filter.tag.length === 0 && !filter.from && !filter.to;

const isAnyKind = (filter: AssetFilter) => filter.status.length === 0 && filter.type.length === 0;

/** How many assets a filter matches. */
export async function countAssets(
  filter: AssetFilter,
  known: readonly KnownConnection[],
): Promise<AssetTotal> {
  const where = toWhere(filter, known);
  if (!where) return { total: 0, totalIsExact: true };
  const counted = await readTotal(filter, known);
  if (counted !== undefined) return { total: counted, totalIsExact: true };
  const limited = db()
    .select({ one: sql`1` })
    .from(assets)
    .where(where)
    .limit(exactUpTo + 1)
    .as("limited");
  const [row] = await db().select({ matches: count() }).from(limited);
  const matches = row?.matches ?? 0;
  if (matches <= exactUpTo) return { total: matches, totalIsExact: true };
  return { total: Math.max(matches, await estimate(where)), totalIsExact: false };
}

/** As `countAssets` where counters know; else an estimate, of no fewer than those already found. */
export async function estimateAssets(
  filter: AssetFilter,
  known: readonly KnownConnection[],
  found: number,
): Promise<AssetTotal> {
  const counted = await readTotal(filter, known);
  if (counted !== undefined) return { total: counted, totalIsExact: true };
  const where = toWhere(filter, known);
  return { total: Math.max(found, where ? await estimate(where) : 0), totalIsExact: false };
}

/** From the counters; undefined when the filter asks for something that has none. */
async function readTotal(
  filter: AssetFilter,
  known: readonly KnownConnection[],
): Promise<number | undefined> {
  const chosen = selectConnections(filter, known);
  if (hasCounters(filter)) return sum(keepRows(await readCounters(), filter, chosen));
  const [tag] = filter.tag;
  const isOneTag = filter.tag.length === 1 && hasCounters({ ...filter, tag: [] }) && isAnyKind(filter);
  return tag !== undefined && isOneTag ? readTagCounter(tag, chosen) : undefined;
}

/** The planner's own guess, from its statistics: costs no reading of rows. */
async function estimate(where: SQL): Promise<number> {
  const query = db().select({ one: sql`1` }).from(assets).where(where);
  const [row] = rowsOf<{ "QUERY PLAN": unknown }>(
    await db().execute(sql`EXPLAIN (FORMAT JSON) ${query.getSQL()}`),
  );
  const plan = row?.["QUERY PLAN"];
  const [root] = (typeof plan === "string" ? JSON.parse(plan) : plan) as { Plan: { "Plan Rows": number } }[];
  return root?.Plan["Plan Rows"] ?? 0;
}

/**
 * Counts for the filter menus: each menu counts under all other filters, not under its own. From counters
 * where they can answer; a text, tag or date filter counts its matching rows.
 */
export async function countFacets(
  filter: AssetFilter,
  known: readonly KnownConnection[],
): Promise<AssetFacets> {
  const visible = selectConnections({ provider: [], connection: [] }, known);
  const rows = hasCounters(filter) ? await readCounters() : await groupRows(filter);
  const chosen = selectConnections(filter, known);
  const providerOf = new Map(visible.map(({ connectionId, provider }) => [connectionId, provider]));
  const anyProvider = selectConnections({ ...filter, provider: [] }, known);
  const anyConnection = selectConnections({ ...filter, connection: [] }, known);
  const tags = await readTags(chosen.map(({ connectionId }) => connectionId));
  return {
    provider: tally(keepRows(rows, filter, anyProvider), (row) => providerOf.get(row.connectionId) ?? ""),
    connection: tally(keepRows(rows, filter, anyConnection), (row) => row.connectionId),
    status: tally(keepRows(rows, { ...filter, status: [] }, chosen), (row) => row.status),
    type: tally(keepRows(rows, { ...filter, type: [] }, chosen), (row) => row.type),
    tag: Object.fromEntries(tags.map(({ tag, assetCount }) => [tag, assetCount])),
    total: sum(keepRows(rows, filter, chosen)),
  };
}

/** Assets by connection, from the counters. */
export async function countByConnection(): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const row of await readCounters()) {
    counts.set(row.connectionId, (counts.get(row.connectionId) ?? 0) + row.assetCount);
  }
  return counts;
}

const readCounters = (): Promise<CountRow[]> =>
  db().select().from(assetCounts).where(gt(assetCounts.assetCount, 0));

/** Menus of a searched library are asked for with every letter typed and every live change: once a second is enough. */
const groupedForMs = 1_000;
const grouped = new Map<string, { readonly atMs: number; readonly rows: Promise<CountRow[]> }>();

function groupRows(filter: AssetFilter): Promise<CountRow[]> {
  const { q, tag, from, to } = filter;
  const key = JSON.stringify([q, tag, from, to]);
  const nowMs = Date.now();
  for (const [each, { atMs }] of grouped) if (nowMs - atMs > groupedForMs) grouped.delete(each);
  const known = grouped.get(key);
  if (known) return known.rows;
  const rows = readGroups({ ...filter, status: [], type: [] });
  grouped.set(key, { atMs: nowMs, rows });
  rows.catch(() => grouped.delete(key));
  return rows;
}

async function readGroups(anyKind: AssetFilter): Promise<CountRow[]> {
  return db()
    .select({
      connectionId: assets.connectionId,
      status: assets.status,
      type: assets.type,
      assetCount: count(),
    })
    .from(assets)
    .where(and(...toRowConditions(anyKind)))
    .groupBy(assets.connectionId, assets.status, assets.type);
}

async function readTagCounter(tag: string, chosen: readonly KnownConnection[]): Promise<number> {
  const ids = chosen.map(({ connectionId }) => connectionId);
  const [row] = await db()
    .select({ total: sql<number>`coalesce(sum(${assetTagCounts.assetCount}), 0)`.mapWith(Number) })
    .from(assetTagCounts)
    .where(and(eq(assetTagCounts.tag, tag), inArray(assetTagCounts.connectionId, ids)));
  return row?.total ?? 0;
}

async function readTags(connectionIds: readonly string[]) {
  if (connectionIds.length === 0) return [];
  const total = sql<number>`sum(${assetTagCounts.assetCount})`.mapWith(Number);
  return db()
    .select({ tag: assetTagCounts.tag, assetCount: total })
    .from(assetTagCounts)
    .where(and(inArray(assetTagCounts.connectionId, [...connectionIds]), gt(assetTagCounts.assetCount, 0)))
    .groupBy(assetTagCounts.tag)
    .orderBy(sql`2 DESC, 1`)
    .limit(tagsShown);
}

function keepRows(
  rows: readonly CountRow[],
  filter: Pick<AssetFilter, "status" | "type">,
  chosen: readonly KnownConnection[],
): CountRow[] {
  const ids = new Set(chosen.map(({ connectionId }) => connectionId));
  return rows.filter(
    ({ connectionId, status, type }) =>
      ids.has(connectionId) &&
      (filter.status.length === 0 || filter.status.some((each) => each === status)) &&
      (filter.type.length === 0 || filter.type.some((each) => each === type)),
  );
}

const sum = (rows: readonly CountRow[]): number => rows.reduce((total, row) => total + row.assetCount, 0);

function tally(rows: readonly CountRow[], toName: (row: CountRow) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const row of rows) counts[toName(row)] = (counts[toName(row)] ?? 0) + row.assetCount;
  return counts;
}
