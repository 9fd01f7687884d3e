import { and, asc, count, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import { assetTable, toEngineAsset } from "../../db/schema/asset.ts";
import type { Engine } from "../../engine.ts";
import type { EngineAccount, EngineAsset } from "../../library/types.ts";

/** Ziggeo's names of a video's states, and ours. Nothing of ours is ever VERIFIED. */
const statusByState: Readonly<Record<string, EngineAsset["status"]>> = {
  empty: "uploading",
  processing: "processing",
  failed: "fail",
  ready: "success",
};

export interface VideoFilter {
  /** State names in either case, `all` for any; undefined leaves out what has no file yet. */
  readonly states: readonly string[] | undefined;
  /** A video must have each of them. */
  readonly tags: readonly string[];
  readonly approved: boolean | undefined;
}

/** Newest first, or oldest first when reversed. */
export async function findVideos(
  engine: Engine,
  account: EngineAccount,
  query: VideoFilter & { limit: number; skip: number; reverse: boolean },
): Promise<EngineAsset[]> {
  const direction = query.reverse ? asc : desc;
  const rows = await engine.db.db
    .select()
    .from(assetTable)
    .where(toCondition(account, query))
    .orderBy(direction(assetTable.createdAt), direction(assetTable.sequence))
    .limit(query.limit)
    .offset(query.skip);
  return rows.map(toEngineAsset);
}

export async function countVideos(
  engine: Engine,
  account: EngineAccount,
  filter: VideoFilter,
): Promise<number> {
  const [row] = await engine.db.db
    .select({ videos: count() })
    .from(assetTable)
    .where(toCondition(account, filter));
  return row?.videos ?? 0;
}

/** @param tokenOrKey a token, or a key with an underscore before it */
export async function findVideo(
  engine: Engine,
  account: EngineAccount,
  tokenOrKey: string,
): Promise<EngineAsset | undefined> {
  if (!tokenOrKey.startsWith("_")) return engine.library.findAsset(account, tokenOrKey);
  const [row] = await engine.db.db
    .select()
    .from(assetTable)
    .where(
      and(
        eq(assetTable.accountId, account.accountId),
        sql`${assetTable.details} ->> 'key' = ${tokenOrKey.slice(1)}`,
      ),
    )
    .limit(1);
  return row && toEngineAsset(row);
}

function toCondition(account: EngineAccount, { states, tags, approved }: VideoFilter): SQL | undefined {
  return and(
    eq(assetTable.accountId, account.accountId),
    inArray(assetTable.status, toStatuses(states)),
    tags.length > 0 ? sql`${assetTable.details} -> 'tags' @> ${JSON.stringify(tags)}::jsonb` : undefined,
    approved === undefined
      ? undefined
      : sql`${assetTable.details} -> 'approved' = ${String(approved)}::jsonb`,
  );
}

function toStatuses(states: readonly string[] | undefined): EngineAsset["status"][] {
  const names = states?.map((state) => state.toLowerCase()) ?? ["processing", "failed", "ready"];
  if (names.includes("all")) return Object.values(statusByState);
  return names.flatMap((name) => statusByState[name] ?? []);
}
