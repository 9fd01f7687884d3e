import { and, asc, count, desc, eq, ilike, type SQL, sql } from "drizzle-orm";
import { assetTable, toEngineAsset } from "../../db/schema/asset.ts";
import type { Engine } from "../../engine.ts";
import type { EngineAccount, EngineAsset } from "../../library/types.ts";
import type { VideoListQuery } from "./video-query.ts";

/** A page of the account's videos, and how many there are in all. */
export async function findVideos(
  engine: Engine,
  account: EngineAccount,
  query: VideoListQuery,
): Promise<{ items: EngineAsset[]; total: number }> {
  const condition = toCondition(account, query);
  const direction = query.sortOrder === "asc" ? asc : desc;
  const rows = await engine.db.db
    .select()
    .from(assetTable)
    .where(condition)
    .orderBy(direction(sortColumn(query.sortBy)), direction(assetTable.sequence))
    .limit(query.pageSize)
    .offset((query.currentPage - 1) * query.pageSize);
  const [row] = await engine.db.db.select({ total: count() }).from(assetTable).where(condition);
  return { items: rows.map(toEngineAsset), total: row?.total ?? 0 };
}

function toCondition(account: EngineAccount, query: VideoListQuery): SQL | undefined {
  const { title, description, tags, metadata, liveStreamId } = query;
  const details = assetTable.details;
  return and(
    eq(assetTable.accountId, account.accountId),
    title === undefined ? undefined : ilike(assetTable.title, containing(title)),
    description === undefined
      ? undefined
      : sql`${details} ->> 'description' ILIKE ${containing(description)}`,
    tags.length > 0 ? sql`${details} -> 'tags' @> ${JSON.stringify(tags)}::jsonb` : undefined,
    metadata.length > 0 ? sql`${details} -> 'metadata' @> ${JSON.stringify(metadata)}::jsonb` : undefined,
    liveStreamId === undefined ? undefined : sql`${details} ->> 'liveStreamId' = ${liveStreamId}`,
  );
}

function sortColumn(sortBy: VideoListQuery["sortBy"]) {
  if (sortBy === "title") return assetTable.title;
  return sortBy === "updatedAt" ? assetTable.updatedAt : assetTable.createdAt;
}

/** `%`, `_` and the escape sign itself stand for themselves. */
const containing = (text: string) => `%${text.replace(/[\\%_]/g, "\\$&")}%`;
