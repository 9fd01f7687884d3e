import type { UrlBase } from "#lib/accounts/browser-url.ts";
import type { LiveMessage } from "#lib/domain/live.ts";
import type { KnownAsset } from "./known-assets.ts";
import { toCard } from "./to-card.ts";
import type { AssetRow, RenditionRow } from "./to-rows.ts";

export interface Change {
  readonly assetRows: readonly AssetRow[];
  /** Their `asset_id` is the provider's. */
  readonly renditionRows: readonly RenditionRow[];
  /** The assets that were really written. */
  readonly written: readonly { readonly assetId: string; readonly providerAssetId: string }[];
  readonly known: ReadonlyMap<string, KnownAsset>;
  readonly changedAtMs: number;
  /** Of their connection, where pages are to be told what a card shows and not only that it changed. */
  readonly urlBase?: UrlBase | undefined;
}

/** What open pages are told of a write: assets that look different, then each rendition that moved. */
export function toMessages(change: Change): LiveMessage[] {
  const { assetRows, renditionRows, written, known, changedAtMs, urlBase } = change;
  const idOf = new Map(written.map(({ assetId, providerAssetId }) => [providerAssetId, assetId]));
  const messages: LiveMessage[] = [];
  for (const row of assetRows) {
    const assetId = idOf.get(row.provider_asset_id);
    const before = known.get(row.provider_asset_id);
    if (!assetId || before?.shapeHash === row.shape_hash) continue;
    const card = urlBase && toCard({ ...row, asset_id: assetId }, urlBase);
    messages.push({
      type: "asset",
      assetId,
      status: row.status,
      from: before?.status ?? null,
      ...(card && { posterUrl: card.posterUrl, durationMs: card.durationMs }),
      ...(card && !before && { card }),
      changedAtMs,
    });
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
