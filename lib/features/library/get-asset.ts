import "server-only";
import { and, asc, eq, isNull } from "drizzle-orm";
import { type ConnectionRow, type OpenAccount, openAccount, toBrowserUrl } from "#lib/accounts/accounts.ts";
import { repairAsset } from "#lib/asset-index/repair-asset.ts";
import { db } from "#lib/db/client.ts";
import { assets } from "#lib/db/schema/assets.ts";
import { renditions } from "#lib/db/schema/renditions.ts";
import { DomainError } from "#lib/domain/errors.ts";
import type { Rendition } from "#lib/domain/rendition.ts";
import type { Viewer } from "#lib/domain/user.ts";
import { createLog } from "#lib/log.ts";
import { isProviderError } from "#lib/providers/errors.ts";
import type { AssetDetail } from "./schema.ts";
import { toSummary } from "./to-summary.ts";

/** Nobody waits longer for a provider than this before being shown what the index has. */
const readDeadlineMs = 1_000;
/** Read this lately, it is not read again: an open page refetches with every step of progress. */
const freshMs = 1_000;
const rawDeadlineMs = 5_000;
const log = createLog("library");

/**
 * An asset as its page shows it. Reads the provider first and repairs the index, for at most a second; a
 * provider that does not answer in time leaves what the index has, marked stale.
 * Throws `DomainError` not_found, also when the provider says that it is gone.
 */
export async function getAsset(_viewer: Viewer, assetId: string): Promise<AssetDetail> {
  const before = await getAssetRow(assetId);
  const account = await openAccount(before.connectionId);
  const isFresh = Date.now() - before.readAt.getTime() < freshMs;
  const isStale = !isFresh && !(await wasRepaired(account, before.providerAssetId));
  const row = isFresh ? before : await getAssetRow(assetId);
  return toDetail(row, await listRenditions(assetId), account, isStale);
}

/** True when the index now says what the provider says. */
async function wasRepaired(account: OpenAccount, providerAssetId: string): Promise<boolean> {
  if (!account.provider.library || account.connection.state === "paused") return false;
  const deadline = AbortSignal.timeout(readDeadlineMs);
  try {
    await repairAsset(account, providerAssetId, { signal: deadline, timeoutMs: readDeadlineMs });
    return true;
  } catch (error) {
    if (deadline.aborted || isProviderError(error)) {
      log.info(
        {
          reason: error instanceof Error ? error.message : "",
          connectionId: account.connection.connectionId,
        },
        "an asset is shown as indexed",
      );
      return false;
    }
    throw error;
  }
}

/** The provider's own JSON for an asset. Throws `DomainError` when it cannot be had now. */
export async function getRawAsset(_viewer: Viewer, assetId: string): Promise<unknown> {
  const { connectionId, providerAssetId } = await getAssetRow(assetId);
  const { provider } = await openAccount(connectionId);
  if (!provider.library) throw new DomainError("not_found", "This provider has no raw view.");
  try {
    return await provider.library.raw(providerAssetId, { timeoutMs: rawDeadlineMs });
  } catch (error) {
    if (!isProviderError(error)) throw error;
    if (error.kind === "not_found") throw gone();
    throw new DomainError("provider_unavailable", error.message, { cause: error });
  }
}

/** The index's row. Throws `DomainError` not_found. */
export async function getAssetRow(assetId: string) {
  const [row] = await db()
    .select()
    .from(assets)
    .where(and(eq(assets.assetId, assetId), isNull(assets.removingAt)));
  if (!row) throw gone();
  return row;
}

const gone = () => new DomainError("not_found", "That video no longer exists.");

async function listRenditions(assetId: string) {
  return db()
    .select()
    .from(renditions)
    .where(eq(renditions.assetId, assetId))
    .orderBy(asc(renditions.position));
}

function toDetail(
  row: typeof assets.$inferSelect,
  renditionRows: readonly (typeof renditions.$inferSelect)[],
  { connection, provider }: OpenAccount,
  isStale: boolean,
): AssetDetail {
  return {
    ...toSummary(pickSummary(row), connection),
    providerAssetId: row.providerAssetId,
    fileName: row.fileName,
    framesPerSecond: row.framesPerSecond,
    audioCodec: row.audioCodec,
    bitrateKbps: row.bitrateKbps,
    connectionName: connection.name,
    container: row.container,
    playback: row.playback.flatMap((source) => {
      const url = toBrowserUrl(connection, source.url);
      return url === null ? [] : [{ ...source, url }];
    }),
    sourceUrl: toBrowserUrl(connection, row.sourceUrl),
    renditions: renditionRows.map((rendition) => toRendition(rendition, connection)),
    abilities: {
      retry: provider.transcodes !== undefined,
      cancel: provider.transcodes !== undefined,
      remove: provider.library !== undefined,
    },
    syncedAt: row.readAt.toISOString(),
    isStale,
    updatedAt: row.updatedAt.toISOString(),
  };
}

function pickSummary(row: typeof assets.$inferSelect) {
  const {
    providerAssetId: _id,
    searchText: _text,
    fileName: _file,
    framesPerSecond: _fps,
    audioCodec: _audio,
    bitrateKbps: _rate,
    playback: _playback,
    sourceUrl: _source,
    container: _container,
    contentHash: _content,
    shapeHash: _shape,
    updatedAt: _updated,
    readAt: _read,
    removingAt: _removing,
    underWay: _underWay,
    movedAt: _moved,
    ...summary
  } = row;
  return summary;
}

function toRendition(
  {
    assetId: _asset,
    position: _position,
    startedAt,
    updatedAt,
    url,
    ...rest
  }: typeof renditions.$inferSelect,
  connection: ConnectionRow,
): Rendition {
  return {
    ...rest,
    url: toBrowserUrl(connection, url),
    startedAt: startedAt?.toISOString() ?? null,
    updatedAt: updatedAt.toISOString(),
  };
}
