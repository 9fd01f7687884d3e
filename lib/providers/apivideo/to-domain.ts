import type { AssetStatus, PlaybackSource, ProviderAsset } from "#lib/domain/asset.ts";
import type { Rendition, RenditionStatus } from "#lib/domain/rendition.ts";
import type { WireVideo, WireVideoStatus } from "./wire/videos.ts";

/**
 * @param status when it was asked for; a listing does without it, and then says `ready` where the video has
 *   addresses to play, since api.video itself says nothing of its encoding there.
 */
export function toDomainAsset(video: WireVideo, status?: WireVideoStatus): ProviderAsset {
  const facts = status?.encoding?.metadata;
  const createdAt = toIso(video.createdAt) ?? new Date(0).toISOString();
  const updatedAt = toIso(video.updatedAt) ?? createdAt;
  return {
    provider: "apivideo",
    providerAssetId: video.videoId,
    title: video.title ?? video.videoId,
    type: "video",
    status: toAssetStatus(video, status),
    fileName: null,
    durationMs: video.reelyard?.durationMs ?? toWhole(facts?.duration, 1000),
    width: toWhole(facts?.width),
    height: toWhole(facts?.height),
    framesPerSecond: facts?.framerate ?? null,
    sizeBytes: toWhole(status?.ingest?.filesize ?? video.reelyard?.sizeBytes),
    videoCodec: facts?.videoCodec ?? null,
    audioCodec: facts?.audioCodec ?? null,
    bitrateKbps: toWhole(facts?.bitrate),
    tags: video.tags ?? [],
    posterUrl: video.reelyard?.hasThumbnail === false ? null : (video.assets?.thumbnail ?? null),
    filmstrip: video.reelyard?.filmstrip ?? null,
    playback: video.reelyard?.playable === false ? [] : toPlayback(video),
    sourceUrl: video.assets?.mp4 ?? null,
    container: null,
    error: video.reelyard?.error ? { cause: "source", message: video.reelyard.error } : null,
    renditions: (status?.encoding?.qualities ?? []).map((quality) => toRendition(quality, updatedAt)),
    ...(status && hasMoreToCome(video, status) && { hasMoreToCome: true }),
    createdAt,
    updatedAt,
  };
}

function toAssetStatus(video: WireVideo, status: WireVideoStatus | undefined): AssetStatus {
  if (video.reelyard) return video.reelyard.status;
  if (!status) return video.assets?.hls || video.assets?.mp4 ? "ready" : "draft";
  const { ingest, encoding } = status;
  if (encoding?.playable) return "ready";
  const qualities = encoding?.qualities ?? [];
  if (qualities.length > 0 && qualities.every((quality) => quality.status === "failed")) return "failed";
  if (ingest?.status === "uploaded" || ingest?.status === "ingested") return "encoding";
  return ingest?.status === "uploading" || ingest?.status === "ingesting" ? "importing" : "draft";
}

/** What plays from its source is ready before its qualities are so much as planned. */
function hasMoreToCome(video: WireVideo, status: WireVideoStatus): boolean {
  if (toAssetStatus(video, status) !== "ready") return false;
  return (status.encoding?.qualities ?? []).length === 0 || video.reelyard?.picturesPending === true;
}

function toPlayback({ assets }: WireVideo): PlaybackSource[] {
  return [
    ...(assets?.hls
      ? [{ kind: "hls", label: "HLS", url: assets.hls, mimeType: "application/vnd.apple.mpegurl" } as const]
      : []),
    ...(assets?.mp4 ? [{ kind: "file", label: "MP4", url: assets.mp4, mimeType: "video/mp4" } as const] : []),
  ];
}

const renditionStatuses: Readonly<Record<string, RenditionStatus>> = {
  waiting: "queued",
  encoding: "encoding",
  encoded: "ready",
  failed: "failed",
};

function toRendition(
  quality: { type?: string | null; quality?: string | null; status?: string | null },
  updatedAt: string,
): Rendition {
  const name = [quality.type, quality.quality].filter(Boolean).join(" ");
  const height = Number.parseInt(quality.quality ?? "", 10);
  const status = renditionStatuses[quality.status ?? ""] ?? "queued";
  return {
    renditionId: name,
    name,
    kind: quality.type === "hls" ? "playlist" : "video",
    status,
    progressPercent: status === "ready" ? 100 : 0,
    queuePosition: null,
    remainingMs: null,
    videoCodec: null,
    audioCodec: null,
    container: quality.type ?? null,
    width: null,
    height: Number.isNaN(height) ? null : height,
    framesPerSecond: null,
    bitrateKbps: null,
    sizeBytes: null,
    durationMs: null,
    url: null,
    error:
      status === "failed" ? { cause: "encoding", message: "api.video could not encode this quality." } : null,
    startedAt: null,
    updatedAt,
  };
}

function toIso(atom: string | null | undefined): string | undefined {
  const ms = Date.parse(atom ?? "");
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}

const toWhole = (value: number | null | undefined, factor = 1) =>
  value === null || value === undefined ? null : Math.round(value * factor);
