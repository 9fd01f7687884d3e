import type { LiveMessage } from "#lib/domain/live.ts";
import type { KnownAsset } from "./known-assets.ts";
import type { AssetRow, RenditionRow } from "./to-rows.ts";

export interface Change {
  readonly assetRows: readonly AssetRow[];
  /** Their `asset_id` is the provider's. */
  readonly renditionRows: readonly RenditionRow[];
  /** The assets that were really written. */
  readonly written: readonly { readonly assetId: string; readonly providerAssetId: string }[];
  readonly known: ReadonlyMap<string, KnownAsset>;
  readonly changedAtMs: number;
}

/** What open pages are told of a write: assets that look different, then each rendition that moved. */
export function toMessages({ assetRows, renditionRows, written, known, changedAtMs }: Change): LiveMessage[] {
  const idOf = new Map(written.map(({ assetId, providerAssetId }) => [providerAssetId, assetId]));
  const messages: LiveMessage[] = [];
  for (const { provider_asset_id, shape_hash, status } of assetRows) {
    const assetId = idOf.get(provider_asset_id);
    if (!assetId || known.get(provider_asset_id)?.shapeHash === shape_hash) continue;
    messages.push({ type: "asset", assetId, status, changedAtMs });
  }
  for (const row of renditionRows) {
    const assetId = idOf.get(row.asset_id);
    const before = known.get(row.asset_id)?.renditions.find((each) => each.renditionId === row.rendition_id);
    const isSame =
      before?.status === row.status &&
      before.progressPercent === row.progress_percent &&
      before.queuePosition === row.queue_position &&
      before.remainingMs === row.remaining_ms;
    if (assetId && !isSame) {
      messages.push({
        type: "rendition",
        assetId,
        renditionId: row.rendition_id,
        name: row.name,
        status: row.status,
        progressPercent: row.progress_percent,
        queuePosition: row.queue_position,
        remainingMs: row.remaining_ms,
        changedAtMs,
      });
    }
  }
  return messages;
}
