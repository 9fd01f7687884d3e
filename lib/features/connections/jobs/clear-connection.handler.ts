import "server-only";
import { and, eq, isNotNull, sql } from "drizzle-orm";
import { rowsOf } from "#lib/asset-index/upsert.ts";
import { db } from "#lib/db/client.ts";
import { assetCounts, assetTagCounts } from "#lib/db/schema/assets.ts";
import { connections } from "#lib/db/schema/connections.ts";
import type { JobContext } from "#lib/job-loop/job-loop.ts";

/** Rows a statement: other queries get their turn in between. */
const batch = 1_000;

/** In small steps, so that clearing 100,000 assets never holds up the library; killed, it goes on where it was. */
export async function handleClearConnection(
  { connectionId }: { connectionId: string },
  { signal }: Pick<JobContext, "signal">,
): Promise<void> {
  const isRemoved = and(eq(connections.connectionId, connectionId), isNotNull(connections.removedAt));
  const [removed] = await db().select({ id: connections.connectionId }).from(connections).where(isRemoved);
  if (!removed) return;
  for (;;) {
    signal.throwIfAborted();
    const [left] = rowsOf<{ deleted: number }>(
      await db().execute(sql`
        WITH gone AS (
          DELETE FROM assets WHERE asset_id IN (
            SELECT asset_id FROM assets WHERE connection_id = ${connectionId} LIMIT ${batch})
          RETURNING 1)
        SELECT count(*)::int AS "deleted" FROM gone`),
    );
    if ((left?.deleted ?? 0) < batch) break;
  }
  await db().transaction(async (tx) => {
    await tx.delete(assetCounts).where(eq(assetCounts.connectionId, connectionId));
    await tx.delete(assetTagCounts).where(eq(assetTagCounts.connectionId, connectionId));
    await tx.delete(connections).where(isRemoved);
  });
}
