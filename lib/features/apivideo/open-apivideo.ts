import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { type ConnectionRow, getConnectionRow, openAccount, toAccount } from "#lib/accounts/accounts.ts";
import { inWords } from "#lib/accounts/in-words.ts";
import { repairAsset } from "#lib/asset-index/repair-asset.ts";
import { db } from "#lib/db/client.ts";
import { assets } from "#lib/db/schema/assets.ts";
import { DomainError } from "#lib/domain/errors.ts";
import { ApivideoClient } from "#lib/providers/apivideo/client.ts";

/** Somebody waits: for a page that is being made, or behind another action of theirs. */
export const callOptions = { timeoutMs: 8_000 };

export interface OpenApivideo {
  readonly connection: ConnectionRow;
  readonly client: ApivideoClient;
}

/** The whole of api.video for one connection, secrets opened. Throws `DomainError` for another provider's. */
export async function openApivideo(connectionId: string): Promise<OpenApivideo> {
  const connection = await getConnectionRow(connectionId);
  if (connection.provider !== "apivideo") {
    throw new DomainError("invalid", `${connection.name} is not an account at api.video.`);
  }
  return { connection, client: new ApivideoClient(await toAccount(connection)) };
}

export interface OpenVideo extends OpenApivideo {
  readonly videoId: string;
  readonly title: string;
}

/** A video of the index with its account. Throws `DomainError` not_found, or invalid for another provider's. */
export async function openVideo(assetId: string): Promise<OpenVideo> {
  const [row] = await db()
    .select({ connectionId: assets.connectionId, videoId: assets.providerAssetId, title: assets.title })
    .from(assets)
    .where(and(eq(assets.assetId, assetId), isNull(assets.removingAt)));
  if (!row) throw new DomainError("not_found", "That video no longer exists.");
  return { ...(await openApivideo(row.connectionId)), videoId: row.videoId, title: row.title };
}

/** Makes the index say what the provider says now; answers the video's id there. */
export async function repair(connectionId: string, videoId: string): Promise<string> {
  const account = await openAccount(connectionId);
  const assetId = await inWords(() => repairAsset(account, videoId, callOptions));
  if (!assetId) throw new DomainError("not_found", "That video no longer exists.");
  return assetId;
}
