import type { AssetStatus, PlaybackSource, ProviderAsset } from "#lib/domain/asset.ts";
import type { Rendition, RenditionStatus } from "#lib/domain/rendition.ts";
import { isBound, nameStreams } from "./stream-names.ts";
import { type WireStream, type WireVideo, wireStates } from "./wire.ts";

/**
 * Addresses of Ziggeo's media need the private key: the dashboard's own file route fetches them, so a browser is
 * given that route instead (`lib/accounts/browser-url.ts`). The application a video lives in has no name but its
 * token, which is a credential.
 * @param mediaBase where the account's media are, without a slash at its end
 */
export function toDomainAsset(video: WireVideo, mediaBase: string): ProviderAsset {
  const streams =
    video.streams ?? [video.default_stream, video.original_stream].filter((each) => each != null);
  const names = nameStreams(streams);
  const nameOf = ({ token }: WireStream) => names.get(token) ?? "Original";
  const shown = video.default_stream ?? video.original_stream;
  const original = video.original_stream ?? shown;
  const createdAt = fromSeconds(video.created ?? video.submission_date);
  const addressOf = (stream: WireStream, kind: "video" | "image") =>
    `${mediaBase}/v1/videos/${encodeURIComponent(video.token)}/streams/${encodeURIComponent(stream.token)}/${kind}`;
  return {
    provider: "ziggeo",
    providerAssetId: video.token,
    title: video.title || video.key || video.token,
    type: shown && shown.has_video === false && shown.has_audio ? "audio" : "video",
    status: toAssetStatus(video),
    fileName: null,
    durationMs: toMs(video.duration ?? shown?.duration),
    width: shown?.video_width ?? null,
    height: shown?.video_height ?? null,
    framesPerSecond: null,
    sizeBytes: original?.video_size ?? null,
    videoCodec: null,
    audioCodec: null,
    bitrateKbps: null,
    tags: toTags(video.tags),
    posterUrl: shown?.has_image ? addressOf(shown, "image") : null,
    filmstrip: null,
    playback: toPlayback([shown, original], nameOf, (stream) => addressOf(stream, "video")),
    sourceUrl: original && isReady(original) ? addressOf(original, "video") : null,
    container: null,
    error:
      video.state === wireStates.failed
        ? { cause: "processing", message: video.reelyard?.error || "Ziggeo could not process this video." }
        : null,
    // A draft is nobody's work yet: it waits for a person, not for an encoder.
    renditions: streams
      .filter(isBound)
      .map((stream) =>
        toRendition(stream, nameOf(stream), createdAt, isReady(stream) ? addressOf(stream, "video") : null),
      ),
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

/** The stream for players first, then the upload as it came: each once, and only when it is there. */
function toPlayback(
  streams: readonly (WireStream | null | undefined)[],
  nameOf: (stream: WireStream) => string,
  toUrl: (stream: WireStream) => string,
): PlaybackSource[] {
  const unique = new Map(streams.flatMap((stream) => (stream ? [[stream.token, stream] as const] : [])));
  return [...unique.values()].filter(isReady).map((stream) => ({
    kind: "file",
    label: nameOf(stream),
    url: toUrl(stream),
    mimeType: stream.video_type === "webm" ? "video/webm" : "video/mp4",
  }));
}

/** An upload that no player takes is not offered to one. */
const isReady = (stream: WireStream) => (stream.state ?? 0) >= wireStates.ready;

function toRendition(
  stream: WireStream,
  name: string,
  videoCreatedAt: string,
  url: string | null,
): Rendition {
  const status = toRenditionStatus(stream);
  return {
    renditionId: stream.token,
    name,
    kind: stream.has_video === false && stream.has_audio ? "audio" : "video",
    status,
    progressPercent: status === "ready" ? 100 : Math.min(99, Math.round(stream.reelyard?.progress ?? 0)),
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
    url,
    error:
      status === "failed"
        ? {
            cause: "processing",
            message: stream.reelyard?.error || "Ziggeo could not process this stream.",
          }
        : null,
    startedAt: null,
    updatedAt: stream.submission_date ? fromSeconds(stream.submission_date) : videoCreatedAt,
  };
}

function toRenditionStatus({ state }: WireStream): RenditionStatus {
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
