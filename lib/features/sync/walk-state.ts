import { and, eq, lt, sql } from "drizzle-orm";
import { textArray } from "#lib/asset-index/upsert.ts";
import { db } from "#lib/db/client.ts";
import { assets, walkSeenAssets } from "#lib/db/schema/assets.ts";
import { connections } from "#lib/db/schema/connections.ts";
import { syncStates } from "#lib/db/schema/sync-states.ts";

/** A walk under way, as the database keeps it: what a process that was killed goes on from. */
export interface Walk {
  readonly connectionId: string;
  readonly startedAt: Date;
  readonly phase: "listing" | "missing";
  readonly cursor: string | null;
  readonly walkedCount: number;
}

/** The walk that a former process left unfinished, or a new one. */
export async function resumeWalk(connectionId: string): Promise<Walk> {
  const [state] = await db().select().from(syncStates).where(eq(syncStates.connectionId, connectionId));
  if (state?.walkStartedAt && state.walkPhase) {
    return {
      connectionId,
      startedAt: state.walkStartedAt,
      phase: state.walkPhase,
      cursor: state.walkCursor,
      walkedCount: state.walkedCount,
    };
  }
  const walk: Walk = { connectionId, startedAt: new Date(), phase: "listing", cursor: null, walkedCount: 0 };
  await db().transaction(async (tx) => {
    await tx.delete(walkSeenAssets).where(eq(walkSeenAssets.connectionId, connectionId));
    const begun = {
      walkStartedAt: walk.startedAt,
      walkPhase: walk.phase,
      walkCursor: null,
      walkedCount: 0,
    };
    await tx
      .insert(syncStates)
      .values({ connectionId, ...begun })
      .onConflictDoUpdate({ target: syncStates.connectionId, set: begun });
  });
  return walk;
}

/** Remembers a page as met together with where the next one begins: killed in between, the page is met again. */
export async function rememberPage(
  walk: Walk,
  providerAssetIds: readonly string[],
  next: Pick<Walk, "phase" | "cursor">,
): Promise<Walk> {
  const walkedCount = walk.walkedCount + providerAssetIds.length;
  await db().transaction(async (tx) => {
    await tx.execute(sql`
      INSERT INTO walk_seen_assets (connection_id, provider_asset_id)
      SELECT ${walk.connectionId}, unnest(${textArray(providerAssetIds)}) ON CONFLICT DO NOTHING`);
    await tx
      .update(syncStates)
      .set({ walkPhase: next.phase, walkCursor: next.cursor, walkedCount })
      .where(eq(syncStates.connectionId, walk.connectionId));
  });
  return { ...walk, ...next, walkedCount };
}

/** Indexed assets that the listing did not show and nobody has read since the walk began. */
export async function listMissing(walk: Walk, limit: number): Promise<string[]> {
  const rows = await db()
    .select({ providerAssetId: assets.providerAssetId })
    .from(assets)
    .where(
      and(
        eq(assets.connectionId, walk.connectionId),
        lt(assets.readAt, walk.startedAt),
        sql`NOT EXISTS (SELECT 1 FROM walk_seen_assets AS seen
          WHERE seen.connection_id = ${assets.connectionId} AND seen.provider_asset_id = ${assets.providerAssetId})`,
      ),
    )
    .limit(limit);
  return rows.map(({ providerAssetId }) => providerAssetId);
}

/** The index now equals the listing. */
export async function finishWalk(walk: Walk): Promise<void> {
  const now = new Date();
  await db().transaction(async (tx) => {
    await tx.delete(walkSeenAssets).where(eq(walkSeenAssets.connectionId, walk.connectionId));
    await tx
      .update(syncStates)
      .set({
        walkStartedAt: null,
        walkPhase: null,
        walkCursor: null,
        lastWalkAt: now,
        firstImportAt: sql`coalesce(${syncStates.firstImportAt}, ${now.toISOString()}::timestamptz)`,
      })
      .where(eq(syncStates.connectionId, walk.connectionId));
    await tx
      .update(connections)
      .set({ lastSyncedAt: now })
      .where(eq(connections.connectionId, walk.connectionId));
  });
}

/** When the last whole walk ended, and how many assets it met. */
export async function findLastWalk(connectionId: string) {
  const [state] = await db()
    .select({
      lastWalkAt: syncStates.lastWalkAt,
      walkedCount: syncStates.walkedCount,
      isUnderWay: sql<boolean>`${syncStates.walkStartedAt} IS NOT NULL`,
    })
    .from(syncStates)
    .where(eq(syncStates.connectionId, connectionId));
  return state;
}
