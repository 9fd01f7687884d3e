import type { AssetStatus, ProviderAsset } from "#lib/domain/asset.ts";
import type { Rendition, RenditionStatus } from "#lib/domain/rendition.ts";
import { type WireStream, type WireVideo, wireStates } from "./wire.ts";

/**
 * Addresses of Ziggeo's media need the private key and are fetched by the dashboard's own file route, so
 * none is given to a browser here. The application it lives in has no name but its token, which is a credential.
 */
export function toDomainAsset(video: WireVideo): ProviderAsset {
  const stream = video.default_stream ?? video.original_stream;
  const original = video.original_stream ?? stream;
  const createdAt = fromSeconds(video.created ?? video.submission_date);
  return {
    provider: "ziggeo",
    providerAssetId: video.token,
    title: video.title || video.key || video.token,
    type: stream && stream.has_video === false && stream.has_audio ? "audio" : "video",
    status: toAssetStatus(video),
    fileName: null,
    durationMs: toMs(video.duration ?? stream?.duration),
    width: stream?.video_width ?? null,
    height: stream?.video_height ?? null,
    framesPerSecond: null,
    sizeBytes: original?.video_size ?? null,
    videoCodec: null,
    audioCodec: null,
    bitrateKbps: null,
    tags: toTags(video.tags),
    posterUrl: null,
    filmstrip: null,
    playback: [],
    sourceUrl: null,
    container: null,
    error:
      video.state === wireStates.failed
        ? { cause: "processing", message: "Ziggeo could not process this video." }
        : null,
    renditions: (video.streams ?? []).map((each) => toRendition(each, createdAt)),
    createdAt,
    updatedAt: fromSeconds(video.submission_date ?? video.created),
  };
}

function toAssetStatus({ state }: WireVideo): AssetStatus {
  if (state === wireStates.failed) return "failed";
  if (state === wireStates.processing) return "encoding";
  if (state === wireStates.verified) return "importing";
  return state !== null && state !== undefined && state >= wireStates.ready ? "ready" : "draft";
}

function toRendition(stream: WireStream, videoCreatedAt: string): Rendition {
  const status = toRenditionStatus(stream.state);
  return {
    renditionId: stream.token,
    name: stream.key || stream.token,
    kind: stream.has_video === false && stream.has_audio ? "audio" : "video",
    status,
    progressPercent: status === "ready" ? 100 : 0,
    queuePosition: null,
    remainingMs: null,
    videoCodec: null,
    audioCodec: null,
    container: stream.video_type ?? null,
    width: stream.video_width ?? null,
    height: stream.video_height ?? null,
    framesPerSecond: null,
    bitrateKbps: null,
    sizeBytes: stream.video_size ?? null,
    durationMs: toMs(stream.duration),
    url: null,
    error:
      status === "failed" ? { cause: "processing", message: "Ziggeo could not process this stream." } : null,
    startedAt: null,
    updatedAt: stream.submission_date ? fromSeconds(stream.submission_date) : videoCreatedAt,
  };
}

function toRenditionStatus(state: number | null | undefined): RenditionStatus {
  if (state === wireStates.failed) return "failed";
  if (state === wireStates.processing) return "encoding";
  return state !== null && state !== undefined && state >= wireStates.ready ? "ready" : "queued";
}

function toTags(tags: WireVideo["tags"]): string[] {
  const list = typeof tags === "string" ? tags.split(",") : (tags ?? []);
  return list.map((tag) => tag.trim()).filter(Boolean);
}

const fromSeconds = (seconds: number | null | undefined) => new Date((seconds ?? 0) * 1000).toISOString();
const toMs = (seconds: number | null | undefined) =>
  seconds === null || seconds === undefined ? null : Math.round(seconds * 1000);
