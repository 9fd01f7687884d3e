import { randomUUID } from "node:crypto";
import { and, eq, gte, inArray, sql } from "drizzle-orm";
import { db } from "#lib/db/client.ts";
import { assets, forgottenAssets } from "#lib/db/schema/assets.ts";
import { renditions } from "#lib/db/schema/renditions.ts";
import type { ProviderAsset } from "#lib/domain/asset.ts";
import type { LiveMessage } from "#lib/domain/live.ts";
import { publishLive } from "#lib/live/publish.ts";
import type { Database } from "#lib/postgres/open-postgres.ts";
import { type AssetRow, type RenditionRow, toAssetRow, toRenditionRow } from "./to-rows.ts";
import { replaceRenditions, upsertAssets } from "./upsert.ts";

export interface ApplyOptions {
  /** When the provider was asked, not when it answered: an older answer never overwrites a newer one. */
  readonly readAt: Date;
  /** When the provider's state changed, epoch milliseconds, where it told; else now. */
  readonly changedAtMs?: number;
  /** A walk over a whole listing says once that the library changed; single reads name what changed. */
  readonly announce?: "each" | "library";
}

/**
 * Mirrors assets, as a provider just told them, into the index, and tells every open page what changed.
 * Idempotent; unchanged assets cost one read. Answers our ids by the provider's.
 */
export async function applyAssets(
  connectionId: string,
  told: readonly ProviderAsset[],
  { readAt, changedAtMs = Date.now(), announce = "each" }: ApplyOptions,
): Promise<ReadonlyMap<string, string>> {
  if (told.length === 0) return new Map();
  const { ids, messages } = await db().transaction(async (transaction) => {
    const tx: Database = transaction;
    const known = await findKnown(tx, connectionId, told);
    const forgotten = await findForgotten(tx, connectionId, told, readAt);
    const ids = new Map<string, string>();
    const changed: { row: AssetRow; asset: ProviderAsset }[] = [];
    const touched: string[] = [];
    for (const asset of new Map(told.map((each) => [each.providerAssetId, each])).values()) {
      const before = known.get(asset.providerAssetId);
      if (!before && forgotten.has(asset.providerAssetId)) continue;
      const row = toAssetRow(before?.assetId ?? randomUUID(), connectionId, asset, readAt);
      ids.set(asset.providerAssetId, row.asset_id);
      if (before?.contentHash !== row.content_hash) changed.push({ row, asset });
      else touched.push(row.asset_id);
    }
    if (announce === "each") await touch(tx, touched, readAt);
    if (changed.length === 0) return { ids, messages: [] };
    const messages = await writeChanged(tx, known, changed, ids, changedAtMs);
    return { ids, messages };
  });
  if (messages.length > 0) publishLive(announce === "library" ? { type: "library" } : messages);
  return ids;
}

async function writeChanged(
  tx: Database,
  known: Awaited<ReturnType<typeof findKnown>>,
  changed: readonly { row: AssetRow; asset: ProviderAsset }[],
  ids: Map<string, string>,
  changedAtMs: number,
): Promise<LiveMessage[]> {
  const written = new Map(
    (
      await upsertAssets(
        tx,
        changed.map(({ row }) => row),
      )
    ).map((row) => [row.providerAssetId, row.assetId]),
  );
  // Another writer may have inserted it between our look and our insert: its id stands.
  for (const [providerAssetId, assetId] of written) ids.set(providerAssetId, assetId);
  const kept = changed.filter(({ row }) => written.has(row.provider_asset_id));
  const assetIds = [...written.values()];
  const before = await findRenditions(tx, assetIds);
  const rows: RenditionRow[] = kept.flatMap(({ row, asset }) => {
    const assetId = written.get(row.provider_asset_id) ?? row.asset_id;
    const byId = new Map(asset.renditions.map((each) => [each.renditionId, each]));
    return [...byId.values()].map((each, position) => toRenditionRow(assetId, each, position));
  });
  await replaceRenditions(tx, assetIds, rows);

  const messages: LiveMessage[] = [];
  for (const { row } of kept) {
    if (known.get(row.provider_asset_id)?.shapeHash === row.shape_hash) continue;
    const assetId = written.get(row.provider_asset_id) ?? row.asset_id;
    messages.push({ type: "asset", assetId, status: row.status, changedAtMs });
  }
  for (const row of rows) {
    const old = before.get(`${row.asset_id} ${row.rendition_id}`);
    const same =
      old?.status === row.status &&
      old.progressPercent === row.progress_percent &&
      old.queuePosition === row.queue_position &&
      old.remainingMs === row.remaining_ms;
    if (!same) messages.push(toRenditionMessage(row, changedAtMs));
  }
  return messages;
}

const toRenditionMessage = (row: RenditionRow, changedAtMs: number): LiveMessage => ({
  type: "rendition",
  assetId: row.asset_id,
  renditionId: row.rendition_id,
  name: row.name,
  status: row.status,
  progressPercent: row.progress_percent,
  queuePosition: row.queue_position,
  remainingMs: row.remaining_ms,
  changedAtMs,
});

async function findKnown(tx: Database, connectionId: string, told: readonly ProviderAsset[]) {
  const rows = await tx
    .select({
      assetId: assets.assetId,
      providerAssetId: assets.providerAssetId,
      contentHash: assets.contentHash,
      shapeHash: assets.shapeHash,
    })
    .from(assets)
    .where(
      and(
        eq(assets.connectionId, connectionId),
        inArray(
          assets.providerAssetId,
          told.map(({ providerAssetId }) => providerAssetId),
        ),
      ),
    );
  return new Map(rows.map((row) => [row.providerAssetId, row]));
}

async function findForgotten(
  tx: Database,
  connectionId: string,
  told: readonly ProviderAsset[],
  readAt: Date,
): Promise<ReadonlySet<string>> {
  const rows = await tx
    .select({ providerAssetId: forgottenAssets.providerAssetId })
    .from(forgottenAssets)
    .where(
      and(
        eq(forgottenAssets.connectionId, connectionId),
        inArray(
          forgottenAssets.providerAssetId,
          told.map(({ providerAssetId }) => providerAssetId),
        ),
        gte(forgottenAssets.forgottenAt, readAt),
      ),
    );
  return new Set(rows.map((row) => row.providerAssetId));
}

async function findRenditions(tx: Database, assetIds: readonly string[]) {
  if (assetIds.length === 0) return new Map();
  const rows = await tx
    .select({
      assetId: renditions.assetId,
      renditionId: renditions.renditionId,
      status: renditions.status,
      progressPercent: renditions.progressPercent,
      queuePosition: renditions.queuePosition,
      remainingMs: renditions.remainingMs,
    })
    .from(renditions)
    .where(inArray(renditions.assetId, [...assetIds]));
  return new Map(rows.map((row) => [`${row.assetId} ${row.renditionId}`, row]));
}

async function touch(tx: Database, assetIds: readonly string[], readAt: Date): Promise<void> {
  if (assetIds.length === 0) return;
  await tx
    .update(assets)
    .set({ readAt: sql`greatest(${assets.readAt}, ${readAt.toISOString()}::timestamptz)` })
    .where(inArray(assets.assetId, [...assetIds]));
}
