import { type WireStream, type WireVideo, wireStates } from "#lib/providers/ziggeo/wire.ts";
import type { Stream } from "../../db/schema/ziggeo-stream.ts";
import type { Video } from "../../db/schema/ziggeo-video.ts";

/** Where the engine was asked: host and port, and the application's token. */
export interface Place {
  readonly host: string;
  readonly applicationToken: string;
}

const creationTypes = {
  transcode: { creation_type: 1, creation_type_string: "TRANSCODED" },
  browser: { creation_type: 4, creation_type_string: "FILE_UPLOAD" },
  server: { creation_type: 5, creation_type_string: "SERVER_UPLOAD" },
} as const;
const hdHeight = 720;

/** A video as the vendor orders its fields. Times are Unix seconds. */
export function toWireVideo(video: Video, streams: readonly Stream[], place: Place): WireVideo {
  const wireStreams = streams.map(toWireStream);
  const byToken = (token: string | null) => wireStreams.find((stream) => stream.token === token) ?? null;
  const original = byToken(video.originalStream);
  const shown = byToken(video.defaultStream);
  const embed = `${place.host}/v1/applications/${place.applicationToken}/videos/${video.token}`;
  return {
    volatile: video.volatile,
    token: video.token,
    key: video.key,
    state: wireStates[video.state],
    title: video.title,
    description: video.description,
    min_duration: video.minDuration,
    max_duration: video.maxDuration,
    enforce_duration: video.enforceDuration,
    duration: shown?.duration ?? null,
    tags: video.tags,
    data: video.data,
    submission_date: toSeconds(video.submittedAt),
    expiration_days: video.expirationDays,
    resubmission_date: null,
    stream_submission_date: original?.submission_date ?? null,
    delete_old_streams: false,
    auto_crop: false,
    auto_pad: false,
    hd: (shown?.video_height ?? 0) >= hdHeight,
    default_image_selector: null,
    approved: video.approved,
    device_info: video.deviceInfo,
    video_profile: video.videoProfile,
    meta_profile: video.metaProfile,
    effect_profile: video.effectProfile,
    embed_video_url: `${embed}/video.mp4`,
    embed_image_url: `${embed}/image`,
    type: "ApiVideo",
    created: toSeconds(video.createdAt),
    owned: true,
    state_string: video.state.toUpperCase(),
    streams: wireStreams,
    original_stream: original,
    default_stream: shown,
    reelyard: { expires_at: toSeconds(video.expiresAt), error: video.error },
  };
}

export function toWireStream(stream: Stream): WireStream {
  return {
    volatile: false,
    token: stream.token,
    key: stream.key,
    creation_type: creationTypes[stream.origin].creation_type,
    state: wireStates[stream.state],
    ...toStreamable(stream),
    video_type: stream.videoType,
    video_sub_type: "other",
    image_size: stream.imageSize,
    audio_size: stream.audioSize,
    video_size: stream.videoSize,
    video_width: stream.width,
    video_height: stream.height,
    duration: stream.durationMs === null ? null : stream.durationMs / 1000,
    has_video: stream.hasVideo,
    has_image: stream.imageKey !== null,
    has_audio: stream.hasAudio,
    submission_date: toSeconds(stream.submittedAt),
    parent_stream: stream.parentToken,
    effect_profile: null,
    subtitles: stream.subtitles,
    type: "ApiVideoStream",
    created: toSeconds(stream.createdAt),
    owned: true,
    creation_type_string: creationTypes[stream.origin].creation_type_string,
    state_string: stream.state.toUpperCase(),
    reelyard: {
      bound: stream.isBound,
      progress: stream.state === "ready" ? 100 : stream.progressPercent,
      error: stream.error,
    },
  };
}

/** An upload plays where it happens to; what was transcoded of it plays everywhere. */
function toStreamable({ state, origin }: Stream): { streamable: number; streamable_string: string } {
  if (state !== "ready") return { streamable: 1, streamable_string: "NO" };
  return origin === "transcode"
    ? { streamable: 3, streamable_string: "YES" }
    : { streamable: 2, streamable_string: "DEGRADED" };
}

const toSeconds = (date: Date | null) => (date === null ? null : Math.floor(date.getTime() / 1000));
