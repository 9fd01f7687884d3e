import { and, asc, count, desc, eq, ilike, inArray, type SQL, sql } from "drizzle-orm";
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

/** A page of the account's videos, the discarded or the others, and how many there are in all. */
export async function findVideoMarks(
  engine: Engine,
  query: VideoListQuery,
  { areDiscarded }: { areDiscarded: boolean },
): Promise<{ page: VideoMark[]; total: number }> {
  const condition = toCondition(query, areDiscarded);
  const direction = query.sortOrder === "asc" ? asc : desc;
  const { offset, limit } = sliceOf(query);
  const [page, [row]] = await Promise.all([
    engine.db.db
      .select({ assetId: assetTable.assetId, version: sql<string>`asset.xmin::text` })
      .from(assetTable)
      .where(condition)
      .orderBy(direction(sortColumn(query.sortBy)), direction(assetTable.sequence))
      .limit(limit)
      .offset(offset),
    engine.db.db.select({ total: count() }).from(assetTable).where(condition),
  ]);
  return { page, total: row?.total ?? 0 };
}

export async function findVideosById(engine: Engine, assetIds: readonly string[]): Promise<EngineAsset[]> {
  if (assetIds.length === 0) return [];
  const rows = await engine.db.db.select().from(assetTable).where(inArray(assetTable.assetId, assetIds));
  return rows.map(toEngineAsset);
}

/** The account is written out: partial indexes are only used where the planner sees it. */
function toCondition(query: VideoListQuery, areDiscarded: boolean): SQL | undefined {
  const { title, description, tags, metadata, liveStreamId } = query;
  return and(
    sql`${assetTable.accountId} = 'apivideo'`,
    areDiscarded ? sql`${details} ->> 'deletesAt' IS NOT NULL` : sql`${details} ->> 'deletesAt' IS NULL`,
    title === undefined ? undefined : ilike(assetTable.title, containing(title)),
    description === undefined
      ? undefined
      : sql`${details} ->> 'description' ILIKE ${containing(description)}`,
    tags.length > 0 ? sql`${details} -> 'tags' @> ${JSON.stringify(tags)}::jsonb` : undefined,
    metadata.length > 0 ? sql`${details} -> 'metadata' @> ${JSON.stringify(metadata)}::jsonb` : undefined,
    liveStreamId === undefined ? undefined : eq(sql`${details} ->> 'liveStreamId'`, liveStreamId),
  );
}

function sortColumn(sortBy: VideoListQuery["sortBy"]) {
  if (sortBy === "title") return assetTable.title;
  if (sortBy === "publishedAt") return sql`${details} ->> 'publishedAt'`;
  return sortBy === "updatedAt" ? assetTable.updatedAt : assetTable.createdAt;
}
