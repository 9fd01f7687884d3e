import { and, ilike, inArray, type SQL, sql } from "drizzle-orm";
import { assetTable, toEngineAsset } from "../../db/schema/asset.ts";
import type { Engine } from "../../engine.ts";
import type { EngineAsset } from "../../library/types.ts";
import { containing, sliceOf } from "./paging.ts";
import type { VideoListQuery } from "./video-query.ts";

const details = assetTable.details;

/** A video of a page, with what changes whenever its row does: what Postgres calls the row's version. */
export interface VideoMark {
  readonly assetId: string;
  readonly version: string;
}

/**
 * A page of the account's videos, the discarded or the others, and how many there are in all: one statement that
 * answers one row. A search looks once for what it finds, counts that and takes the page of it; the whole list is
 * counted beside the page, which an index has in its order.
 */
export async function findVideoMarks(
  engine: Engine,
  query: VideoListQuery,
  { areDiscarded }: { areDiscarded: boolean },
): Promise<{ page: VideoMark[]; total: number }> {
  const filters = toFilters(query);
  const direction = query.sortOrder === "asc" ? sql`ASC` : sql`DESC`;
  const { offset, limit } = sliceOf(query);
  const found = sql`SELECT asset_id, asset.xmin AS version, ${sortColumn(query.sortBy)} AS place, sequence
    FROM asset WHERE ${and(...whichVideos(areDiscarded), ...filters)}`;
  const page = (from: SQL) => sql`SELECT asset_id, version FROM ${from} AS found
    ORDER BY place ${direction}, sequence ${direction} LIMIT ${limit} OFFSET ${offset}`;
  const answer = (from: SQL, counted: SQL) => sql`SELECT (SELECT count(*)::int FROM ${counted}) AS total,
    (SELECT json_agg(json_build_array(asset_id, version::text)) FROM (${page(from)}) AS page) AS marks`;
  const { rows } = (await engine.db.db.execute(
    filters.length > 0
      ? sql`WITH found AS MATERIALIZED (${found}) ${answer(sql`found`, sql`found`)}`
      : answer(sql`(${found})`, sql`asset WHERE ${and(...whichVideos(areDiscarded))}`),
  )) as { rows: { total: number; marks: [assetId: string, version: string][] | null }[] };
  const { total = 0, marks } = rows[0] ?? {};
  return { page: (marks ?? []).map(([assetId, version]) => ({ assetId, version })), total };
}

export async function findVideosById(engine: Engine, assetIds: readonly string[]): Promise<EngineAsset[]> {
  if (assetIds.length === 0) return [];
  const rows = await engine.db.db.select().from(assetTable).where(inArray(assetTable.assetId, assetIds));
  return rows.map(toEngineAsset);
}

/** The account is written out: partial indexes are only used where the planner sees it. */
const whichVideos = (areDiscarded: boolean): SQL[] => [
  sql`${assetTable.accountId} = 'apivideo'`,
  areDiscarded ? sql`${details} ->> 'deletesAt' IS NOT NULL` : sql`${details} ->> 'deletesAt' IS NULL`,
];

function toFilters(query: VideoListQuery): SQL[] {
  const { title, description, tags, metadata, liveStreamId } = query;
  const filters: SQL[] = [];
  if (title !== undefined) filters.push(ilike(assetTable.title, containing(title)));
  if (description !== undefined)
    filters.push(sql`${details} ->> 'description' ILIKE ${containing(description)}`);
  if (tags.length > 0) filters.push(sql`${details} -> 'tags' @> ${JSON.stringify(tags)}::jsonb`);
  if (metadata.length > 0) filters.push(sql`${details} -> 'metadata' @> ${JSON.stringify(metadata)}::jsonb`);
  if (liveStreamId !== undefined) filters.push(sql`${details} ->> 'liveStreamId' = ${liveStreamId}`);
  return filters;
}

function sortColumn(sortBy: VideoListQuery["sortBy"]) {
  if (sortBy === "title") return assetTable.title;
  if (sortBy === "publishedAt") return sql`${details} ->> 'publishedAt'`;
  return sortBy === "updatedAt" ? assetTable.updatedAt : assetTable.createdAt;
}
