import type { AssetStatus, Filmstrip, PlaybackSource, ProviderAsset } from "#lib/domain/asset.ts";
import type { Rendition, RenditionStatus } from "#lib/domain/rendition.ts";
import type { Generation } from "./api.ts";
import type { WireEncoding, WireFactory, WireVideo } from "./wire.ts";

export interface VideoContext {
  readonly factory: WireFactory;
  /** Absent when they were not asked for: a listing of the real service. */
  readonly encodings: readonly WireEncoding[];
  readonly generation: Generation;
}

export function toDomainAsset(video: WireVideo, context: VideoContext): ProviderAsset {
  const { factory, encodings } = context;
  const createdAt = toIso(video.created_at) ?? new Date(0).toISOString();
  const sourceUrl = toSourceUrl(video, factory);
  return {
    provider: "telestream",
    providerAssetId: video.id,
    title: video.reelyard?.title || video.original_filename || video.id,
    type: video.status === "success" && !video.video_codec && video.audio_codec ? "audio" : "video",
    status: toAssetStatus(video, encodings),
    fileName: video.original_filename ?? null,
    ...toMedia(video, context.generation),
    tags: [],
    posterUrl: video.reelyard?.poster_url ?? null,
    filmstrip: toFilmstrip(video),
    playback: toPlayback(video, encodings, factory, sourceUrl),
    sourceUrl,
    container: { id: factory.id, name: factory.name },
    error:
      video.status === "fail"
        ? { cause: video.error_class ?? "UnexpectedError", message: video.error_message ?? "" }
        : null,
    renditions: encodings.map((encoding) => toRendition(encoding, factory, context.generation)),
    createdAt,
    updatedAt: toIso(video.updated_at) ?? createdAt,
  };
}

export function toRendition(encoding: WireEncoding, factory: WireFactory, generation: Generation): Rendition {
  const { status, ...own } = toProgress(encoding);
  const { sizeBytes, ...media } = toMedia(encoding, generation);
  return {
    renditionId: encoding.id,
    name: encoding.profile_name ?? encoding.profile_id ?? encoding.id,
    kind: toKind(encoding),
    status,
    ...own,
    ...media,
    sizeBytes,
    container: encoding.extname?.replace(/^\./, "") || null,
    url: status === "ready" ? toFileUrl(encoding, factory) : null,
    error:
      status === "failed"
        ? { cause: encoding.error_class ?? "UnexpectedError", message: encoding.error_message ?? "" }
        : null,
    startedAt: toIso(encoding.started_encoding_at) ?? null,
    updatedAt: toIso(encoding.updated_at) ?? new Date(0).toISOString(),
  };
}

/** `2015/12/14 14:22:04 +0000` or anything the platform reads; the v2 empty string is no date. */
export function toIso(text: string | null | undefined): string | undefined {
  if (!text) return undefined;
  const match = /^(\d{4})\/(\d\d)\/(\d\d) (\d\d:\d\d:\d\d) ([+-]\d\d)(\d\d)$/.exec(text);
  const date = new Date(
    match ? `${match[1]}-${match[2]}-${match[3]}T${match[4]}${match[5]}:${match[6]}` : text,
  );
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

type MediaFields = Pick<
  WireVideo,
  | "duration"
  | "width"
  | "height"
  | "fps"
  | "file_size"
  | "video_codec"
  | "audio_codec"
  | "video_bitrate"
  | "audio_bitrate"
>;

/** v3.0 counts milliseconds and kbit/s, the v3.1 documents seconds and bit/s (`telestream.md` §5.2). */
function toMedia(media: MediaFields, generation: Generation) {
  const isOld = generation === "v3.0";
  const bitrate = (media.video_bitrate ?? 0) + (media.audio_bitrate ?? 0);
  return {
    durationMs: toWhole(media.duration, isOld ? 1 : 1000),
    width: media.width || null,
    height: media.height || null,
    framesPerSecond: media.fps || null,
    sizeBytes: toWhole(media.file_size),
    videoCodec: media.video_codec || null,
    audioCodec: media.audio_codec || null,
    bitrateKbps: bitrate > 0 ? toWhole(bitrate, isOld ? 1 : 0.001) : null,
  };
}

const toWhole = (value: number | null | undefined, factor = 1) =>
  value === null || value === undefined ? null : Math.round(value * factor);

/** The video's own status is of its import alone; what is being made of it shows in its encodings. */
function toAssetStatus(video: WireVideo, encodings: readonly WireEncoding[]): AssetStatus {
  if (video.status === "processing") return "importing";
  if (video.status === "fail") return "failed";
  return encodings.some((encoding) => encoding.status === "processing") ? "encoding" : "ready";
}

function toProgress(
  encoding: WireEncoding,
): Pick<Rendition, "status" | "progressPercent" | "queuePosition" | "remainingMs"> {
  const status = toRenditionStatus(encoding);
  const extension = encoding.reelyard;
  const isMoving = status === "encoding";
  return {
    status,
    progressPercent: status === "ready" ? 100 : Math.min(100, Math.round(encoding.encoding_progress ?? 0)),
    queuePosition: status === "queued" ? (extension?.queue_position ?? null) : null,
    remainingMs: isMoving && extension?.remaining_seconds != null ? extension.remaining_seconds * 1000 : null,
  };
}

/** The service calls waiting and running one thing; having started tells them apart. */
function toRenditionStatus({
  status,
  reelyard,
  started_encoding_at,
  encoding_progress,
}: WireEncoding): RenditionStatus {
  if (status === "success") return "ready";
  if (status === "fail") return reelyard?.state === "cancelled" ? "cancelled" : "failed";
  if (reelyard) return reelyard.state === "queued" ? "queued" : "encoding";
  return started_encoding_at || (encoding_progress ?? 0) > 0 ? "encoding" : "queued";
}

const audioExtensions = new Set([".mp3", ".m4a", ".oga", ".aac", ".wav"]);

function toKind({ extname, status, video_codec, audio_codec }: WireEncoding): Rendition["kind"] {
  if (extname === ".m3u8" || extname === ".mpd") return "playlist";
  if (extname === ".jpg" || extname === ".png") return "stills";
  const isSoundAlone = status === "success" && !video_codec && Boolean(audio_codec);
  return isSoundAlone || audioExtensions.has(extname ?? "") ? "audio" : "video";
}

/** Factory URL and the first of `files`, or path and extension while there is no list (`telestream.md` §5.3). */
function toFileUrl(encoding: WireEncoding, factory: WireFactory): string | null {
  const name =
    encoding.files?.[0] ?? (encoding.path ? `${encoding.path}${encoding.extname ?? ""}` : undefined);
  return factory.url && name ? factory.url + name.split("/").map(encodeURIComponent).join("/") : null;
}

/** Our engine says whether it still has the source; the service keeps it only where the factory is told to. */
function toSourceUrl(video: WireVideo, factory: WireFactory): string | null {
  if (video.reelyard) return video.reelyard.source_url;
  if (video.status !== "success" || !factory.upload_original_video || !factory.url || !video.path)
    return null;
  return `${factory.url}${video.path}${video.extname ?? ""}`;
}

function toFilmstrip({ reelyard }: WireVideo): Filmstrip | null {
  const strip = reelyard?.filmstrip;
  if (!strip) return null;
  return {
    url: strip.url,
    frameCount: strip.frame_count,
    frameWidth: strip.frame_width,
    frameHeight: strip.frame_height,
  };
}

const hlsType = "application/vnd.apple.mpegurl";
const fileTypes: Readonly<Record<string, string>> = {
  ".mp4": "video/mp4",
  ".m4v": "video/mp4",
  ".webm": "video/webm",
  ".ogg": "video/ogg",
  ".mp3": "audio/mpeg",
  ".m4a": "audio/mp4",
  ".oga": "audio/ogg",
};

/** Adaptive first, then the source itself remuxed, then files, large before small, the source last. */
function toPlayback(
  video: WireVideo,
  encodings: readonly WireEncoding[],
  factory: WireFactory,
  sourceUrl: string | null,
): PlaybackSource[] {
  const done = encodings.filter((encoding) => encoding.status === "success");
  const sources: PlaybackSource[] = [];
  const playlist = bestPlaylist(done);
  const playlistUrl = playlist && toFileUrl(playlist, factory);
  if (playlistUrl)
    sources.push({ kind: "hls", label: "Adaptive (HLS)", url: playlistUrl, mimeType: hlsType });
  const preview = video.reelyard?.preview_hls_url;
  if (preview) sources.push({ kind: "hls", label: "Original (HLS)", url: preview, mimeType: hlsType });
  const files = done
    .filter((encoding) => fileTypes[encoding.extname ?? ""])
    .sort((left, right) => (right.height ?? 0) - (left.height ?? 0));
  for (const encoding of files) {
    const url = toFileUrl(encoding, factory);
    const mimeType = encoding.mime_type ?? fileTypes[encoding.extname ?? ""];
    const size = encoding.height ? ` · ${encoding.height}p` : "";
    if (url && mimeType) {
      sources.push({ kind: "file", label: `${encoding.profile_name ?? "File"}${size}`, url, mimeType });
    }
  }
  const sourceType = fileTypes[video.extname?.toLowerCase() ?? ""];
  if (sourceUrl && sourceType && video.status === "success") {
    sources.push({ kind: "file", label: "Original", url: sourceUrl, mimeType: sourceType });
  }
  return sources;
}

/** The master playlist is a file alone; a variant lists its segments after it. Without one, the largest variant. */
function bestPlaylist(done: readonly WireEncoding[]): WireEncoding | undefined {
  const playlists = done.filter((encoding) => encoding.extname === ".m3u8");
  const master = playlists.find((encoding) => encoding.files?.length === 1);
  return master ?? playlists.sort((left, right) => (right.height ?? 0) - (left.height ?? 0))[0];
}
