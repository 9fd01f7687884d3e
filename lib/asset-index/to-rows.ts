import { createHash } from "node:crypto";
import type { AssetProgress } from "#lib/db/schema/assets.ts";
import type { ProviderAsset } from "#lib/domain/asset.ts";
import type { Rendition } from "#lib/domain/rendition.ts";
import { toSearchText, toTitleKey } from "./fold.ts";

/** Postgres stores neither NUL nor half a surrogate pair; a provider's title may hold both. */
export function toStorableJson(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === "string" ? member.replaceAll("\0", "").toWellFormed() : member,
  );
}

const hash = (value: unknown) => createHash("sha1").update(JSON.stringify(value)).digest("base64url");

/** The rendition a person waits for: the one furthest along, else the first in the queue. */
export function findProgress(renditions: readonly Rendition[]): AssetProgress | null {
  const encoding = renditions.filter(({ status }) => status === "encoding");
  const current =
    encoding.toSorted((a, b) => b.progressPercent - a.progressPercent)[0] ??
    renditions.find(({ status }) => status === "queued");
  if (!current) return null;
  return {
    renditionName: current.name,
    percent: current.progressPercent,
    remainingMs: current.remainingMs,
    queuePosition: current.queuePosition,
  };
}

/** Its provider still works on it: reading it again shows more. */
const isUnderWay = ({ status, renditions, hasMoreToCome }: ProviderAsset): boolean =>
  hasMoreToCome === true ||
  status === "importing" ||
  status === "encoding" ||
  findProgress(renditions) !== null;

/** A private video of api.video has another in its addresses at each reading; nothing changed by that. */
const oneTimeToken = /\/token\/\w+\//g;

/** Everything but what moves while work goes on. */
function toShape({ updatedAt: _updatedAt, hasMoreToCome: _more, renditions, ...asset }: ProviderAsset) {
  return {
    ...asset,
    renditions: renditions.map(
      ({ progressPercent: _percent, queuePosition: _queue, remainingMs: _ms, updatedAt: _at, ...rest }) =>
        rest,
    ),
  };
}

/** A row of `assets`, by column name, ready for `jsonb_to_recordset`. */
export function toAssetRow(assetId: string, connectionId: string, asset: ProviderAsset, readAt: Date) {
  return {
    asset_id: assetId,
    connection_id: connectionId,
    provider: asset.provider,
    provider_asset_id: asset.providerAssetId,
    title: asset.title,
    title_key: toTitleKey(asset.title),
    search_text: toSearchText(asset),
    type: asset.type,
    status: asset.status,
    file_name: asset.fileName,
    duration_ms: asset.durationMs === null ? null : Math.round(asset.durationMs),
    width: asset.width,
    height: asset.height,
    frames_per_second: asset.framesPerSecond,
    size_bytes: asset.sizeBytes,
    video_codec: asset.videoCodec,
    audio_codec: asset.audioCodec,
    bitrate_kbps: asset.bitrateKbps === null ? null : Math.round(asset.bitrateKbps),
    tags: [...new Set(asset.tags)],
    poster_url: asset.posterUrl,
    filmstrip: asset.filmstrip,
    playback: asset.playback,
    source_url: asset.sourceUrl,
    container: asset.container,
    error: asset.error,
    rendition_count: asset.renditions.length,
    progress: findProgress(asset.renditions),
    content_hash: hash(asset),
    shape_hash: hash(JSON.stringify(toShape(asset)).replaceAll(oneTimeToken, "/")),
    created_at: asset.createdAt,
    updated_at: asset.updatedAt,
    read_at: readAt.toISOString(),
    under_way: isUnderWay(asset),
    moved_at: readAt.toISOString(),
  };
}
export type AssetRow = ReturnType<typeof toAssetRow>;

/** A row of `renditions`, by column name, ready for `jsonb_to_recordset`. */
export function toRenditionRow(assetId: string, rendition: Rendition, position: number) {
  return {
    asset_id: assetId,
    rendition_id: rendition.renditionId,
    position,
    name: rendition.name,
    kind: rendition.kind,
    status: rendition.status,
    progress_percent: Math.round(rendition.progressPercent),
    queue_position: rendition.queuePosition,
    remaining_ms: rendition.remainingMs === null ? null : Math.round(rendition.remainingMs),
    video_codec: rendition.videoCodec,
    audio_codec: rendition.audioCodec,
    container: rendition.container,
    width: rendition.width,
    height: rendition.height,
    frames_per_second: rendition.framesPerSecond,
    bitrate_kbps: rendition.bitrateKbps === null ? null : Math.round(rendition.bitrateKbps),
    size_bytes: rendition.sizeBytes,
    duration_ms: rendition.durationMs === null ? null : Math.round(rendition.durationMs),
    url: rendition.url,
    error: rendition.error,
    started_at: rendition.startedAt,
    updated_at: rendition.updatedAt,
  };
}
export type RenditionRow = ReturnType<typeof toRenditionRow>;
