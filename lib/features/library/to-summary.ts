import { toBrowserUrl } from "#lib/accounts/accounts.ts";
import type { UrlBase } from "#lib/accounts/browser-url.ts";
import { assets } from "#lib/db/schema/assets.ts";
import type { Filmstrip } from "#lib/domain/asset.ts";
import type { AssetSummary } from "./schema.ts";

/** The columns a list shows, and those it is sorted by. */
export const summaryColumns = {
  assetId: assets.assetId,
  connectionId: assets.connectionId,
  provider: assets.provider,
  title: assets.title,
  type: assets.type,
  status: assets.status,
  durationMs: assets.durationMs,
  width: assets.width,
  height: assets.height,
  sizeBytes: assets.sizeBytes,
  videoCodec: assets.videoCodec,
  tags: assets.tags,
  posterUrl: assets.posterUrl,
  filmstrip: assets.filmstrip,
  renditionCount: assets.renditionCount,
  progress: assets.progress,
  error: assets.error,
  createdAt: assets.createdAt,
  titleKey: assets.titleKey,
  durationRank: assets.durationRank,
  sizeRank: assets.sizeRank,
};
type AssetRow = typeof assets.$inferSelect;
export type SummaryRow = Pick<AssetRow, keyof typeof summaryColumns>;

/** A row as the browser may see it, its URLs as that browser reaches them. */
export function toSummary(row: SummaryRow, connection: UrlBase): AssetSummary {
  const { error, createdAt, titleKey: _key, durationRank: _length, sizeRank: _size, ...shown } = row;
  return {
    ...shown,
    posterUrl: toBrowserUrl(connection, row.posterUrl),
    filmstrip: toBrowserFilmstrip(connection, row.filmstrip),
    progress: row.status === "encoding" ? row.progress : null,
    errorMessage: error?.message ?? null,
    createdAt: createdAt.toISOString(),
  };
}

function toBrowserFilmstrip(connection: UrlBase, filmstrip: Filmstrip | null): Filmstrip | null {
  const url = filmstrip && toBrowserUrl(connection, filmstrip.url);
  return filmstrip && url ? { ...filmstrip, url } : null;
}
