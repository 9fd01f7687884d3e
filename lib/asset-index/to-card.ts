import { toBrowserUrl } from "#lib/accounts/accounts.ts";
import type { UrlBase } from "#lib/accounts/browser-url.ts";
import type { AssetCard } from "#lib/domain/asset-card.ts";
import type { AssetRow } from "./to-rows.ts";

/** What a list shows of a row that was just written, as `toSummary` has it of one that is read. */
export function toCard(row: AssetRow, urlBase: UrlBase): AssetCard {
  const stripUrl = toBrowserUrl(urlBase, row.filmstrip?.url ?? null);
  return {
    assetId: row.asset_id,
    connectionId: row.connection_id,
    provider: row.provider,
    title: row.title,
    type: row.type,
    status: row.status,
    durationMs: row.duration_ms,
    width: row.width,
    height: row.height,
    sizeBytes: row.size_bytes,
    videoCodec: row.video_codec,
    tags: row.tags,
    posterUrl: toBrowserUrl(urlBase, row.poster_url),
    filmstrip: row.filmstrip && stripUrl ? { ...row.filmstrip, url: stripUrl } : null,
    renditionCount: row.rendition_count,
    progress: row.status === "encoding" ? row.progress : null,
    errorMessage: row.error?.message ?? null,
    createdAt: new Date(row.created_at).toISOString(),
  };
}
