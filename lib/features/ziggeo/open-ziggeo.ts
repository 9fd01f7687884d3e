import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { type ConnectionRow, getConnectionRow, openAccount, toAccount } from "#lib/accounts/accounts.ts";
import { repairAsset } from "#lib/asset-index/repair-asset.ts";
import { db } from "#lib/db/client.ts";
import { assets } from "#lib/db/schema/assets.ts";
import { DomainError } from "#lib/domain/errors.ts";
import { type ZiggeoClient, ziggeoClient } from "#lib/providers/ziggeo/client.ts";

export interface OpenVideo {
  readonly connection: ConnectionRow;
  readonly client: ZiggeoClient;
  readonly videoToken: string;
  readonly title: string;
}

/** Somebody waits: for a page that is being made, or behind another action of theirs. */
export const callTimeoutMs = 5_000;

/** A Ziggeo video of the index and a client for its application. Throws `DomainError` for another provider's. */
export async function openVideo(assetId: string): Promise<OpenVideo> {
  const [asset] = await db()
    .select({
      connectionId: assets.connectionId,
      videoToken: assets.providerAssetId,
      title: assets.title,
      provider: assets.provider,
    })
    .from(assets)
    .where(and(eq(assets.assetId, assetId), isNull(assets.removingAt)));
  if (!asset) throw new DomainError("not_found", "That video no longer exists.");
  if (asset.provider !== "ziggeo")
    throw new DomainError("invalid", `“${asset.title}” is no video at Ziggeo.`);
  const connection = await getConnectionRow(asset.connectionId);
  const client = ziggeoClient(await toAccount(connection));
  return { connection, client, videoToken: asset.videoToken, title: asset.title };
}

/** Makes the index say what Ziggeo says now. A moment's silence there is mended by the next sync. */
export async function readAgain({ connection, videoToken }: OpenVideo): Promise<void> {
  const account = await openAccount(connection.connectionId);
  await repairAsset(account, videoToken, { timeoutMs: callTimeoutMs }).catch(() => {});
}
