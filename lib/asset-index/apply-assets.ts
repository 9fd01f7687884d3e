import { randomUUID } from "node:crypto";
import { and, eq, gte, inArray, sql } from "drizzle-orm";
import type { UrlBase } from "#lib/accounts/browser-url.ts";
import { db } from "#lib/db/client.ts";
import { assets, forgottenAssets } from "#lib/db/schema/assets.ts";
import type { ProviderAsset } from "#lib/domain/asset.ts";
import { publishLive } from "#lib/live/publish.ts";
import { findKnownAssets } from "./known-assets.ts";
import { toMessages } from "./to-messages.ts";
import { type AssetRow, type RenditionRow, toAssetRow, toRenditionRow } from "./to-rows.ts";
import { writeAssets } from "./upsert.ts";

export interface ApplyOptions {
  /** When the provider was asked, not when it answered: an older answer never overwrites a newer one. */
  readonly readAt: Date;
  /** When the provider's state changed, epoch milliseconds, where it told; else now. */
  readonly changedAtMs?: number;
  /** A walk over a whole listing says once that the library changed; single reads name what changed. */
  readonly announce?: "each" | "library";
  /** Of their connection: open pages are told what a card shows, and need not ask for it. */
  readonly urlBase?: UrlBase;
}

/**
 * Mirrors assets, as a provider just told them, into the index, and tells every open page what changed.
 * Idempotent. Two trips to the database when something changed, one when nothing did: progress reaches the
 * pages through here. Answers our ids by the provider's.
 */
export async function applyAssets(
  connectionId: string,
  given: readonly ProviderAsset[],
  { readAt, changedAtMs = Date.now(), announce = "each", urlBase }: ApplyOptions,
): Promise<ReadonlyMap<string, string>> {
  const told = [...new Map(given.map((asset) => [asset.providerAssetId, asset])).values()];
  const known = await findKnownAssets(connectionId, told.map(toId));
  const unknown = told.filter((asset) => !known.has(toId(asset)));
  const forgotten = await findForgotten(connectionId, unknown.map(toId), readAt);

  const ids = new Map<string, string>();
  const assetRows: AssetRow[] = [];
  const renditionRows: RenditionRow[] = [];
  const touched: string[] = [];
  for (const asset of told) {
    if (forgotten.has(toId(asset))) continue;
    const before = known.get(toId(asset));
    const row = toAssetRow(before?.assetId ?? randomUUID(), connectionId, asset, readAt);
    ids.set(toId(asset), row.asset_id);
    if (before?.contentHash === row.content_hash) {
      touched.push(row.asset_id);
      continue;
    }
    assetRows.push(row);
    const renditions = [...new Map(asset.renditions.map((each) => [each.renditionId, each])).values()];
    renditionRows.push(...renditions.map((each, position) => toRenditionRow(toId(asset), each, position)));
  }
  if (announce === "each") await touch(touched, readAt);
  if (assetRows.length === 0) return ids;

  const written = await writeAssets(db(), assetRows, renditionRows);
  // Another writer may have inserted an asset between our look and our write: its id stands.
  for (const { providerAssetId, assetId } of written) ids.set(providerAssetId, assetId);
  await correctSkipped(connectionId, assetRows, written, ids);
  if (written.length === 0) return ids;
  publishLive(
    announce === "library"
      ? { type: "library" }
      : toMessages({ assetRows, renditionRows, written, known, changedAtMs, urlBase }),
  );
  return ids;
}

const toId = ({ providerAssetId }: ProviderAsset): string => providerAssetId;

/** What was not written stands as a younger answer left it, under the id that its writer gave it, or is gone. */
async function correctSkipped(
  connectionId: string,
  assetRows: readonly AssetRow[],
  written: Awaited<ReturnType<typeof writeAssets>>,
  ids: Map<string, string>,
): Promise<void> {
  const isWritten = new Set(written.map(({ providerAssetId }) => providerAssetId));
  const skipped = assetRows.map((row) => row.provider_asset_id).filter((id) => !isWritten.has(id));
  if (skipped.length === 0) return;
  const standing = await findKnownAssets(connectionId, skipped);
  for (const providerAssetId of skipped) {
    const theirs = standing.get(providerAssetId);
    if (theirs) ids.set(providerAssetId, theirs.assetId);
    else ids.delete(providerAssetId);
  }
}

/** Of these, what was forgotten since the provider was asked. */
async function findForgotten(
  connectionId: string,
  providerAssetIds: readonly string[],
  readAt: Date,
): Promise<ReadonlySet<string>> {
  if (providerAssetIds.length === 0) return new Set();
  const rows = await db()
    .select({ providerAssetId: forgottenAssets.providerAssetId })
    .from(forgottenAssets)
    .where(
      and(
        eq(forgottenAssets.connectionId, connectionId),
        inArray(forgottenAssets.providerAssetId, [...providerAssetIds]),
        gte(forgottenAssets.forgottenAt, readAt),
      ),
    );
  return new Set(rows.map((row) => row.providerAssetId));
}

/** Unchanged, but read: an asset's page says when. */
async function touch(assetIds: readonly string[], readAt: Date): Promise<void> {
  if (assetIds.length === 0) return;
  await db()
    .update(assets)
    .set({ readAt: sql`greatest(${assets.readAt}, ${readAt.toISOString()}::timestamptz)` })
    .where(inArray(assets.assetId, [...assetIds]));
}
