import { and, eq, lt, sql } from "drizzle-orm";
import { db } from "#lib/db/client.ts";
import { assets, forgottenAssets } from "#lib/db/schema/assets.ts";
import { publishLive } from "#lib/live/publish.ts";

/** How long an answer may be under way: older memories of what was forgotten serve nothing. */
const memoryMs = 60 * 60 * 1000;

/**
 * The provider no longer has it: takes it out of the index and remembers so for an hour, so that a listing
 * read before cannot bring it back. `readAt` is when the provider was asked. True when it was here.
 */
export async function forgetAsset(
  connectionId: string,
  providerAssetId: string,
  readAt: Date = new Date(),
): Promise<boolean> {
  const removed = await db().transaction(async (tx) => {
    await tx
      .insert(forgottenAssets)
      .values({ connectionId, providerAssetId, forgottenAt: readAt })
      .onConflictDoUpdate({
        target: [forgottenAssets.connectionId, forgottenAssets.providerAssetId],
        set: { forgottenAt: sql`greatest(${forgottenAssets.forgottenAt}, excluded.forgotten_at)` },
      });
    await tx
      .delete(forgottenAssets)
      .where(lt(forgottenAssets.forgottenAt, new Date(readAt.getTime() - memoryMs)));
    return tx
      .delete(assets)
      .where(and(eq(assets.connectionId, connectionId), eq(assets.providerAssetId, providerAssetId)))
      .returning({ assetId: assets.assetId });
  });
  if (removed.length > 0) publishLive(removed.map(({ assetId }) => ({ type: "asset-removed", assetId })));
  return removed.length > 0;
}
