import { createHash } from "node:crypto";
import { z } from "zod";
import { type WireStream, type WireVideo, wireStates } from "#lib/providers/ziggeo/wire.ts";
import type { EngineAsset } from "../../library/types.ts";

const text = z.string().nullable().catch(null);
const number = z.number().nullable().catch(null);

/** What a Ziggeo video has beyond every asset; kept in the asset's details. */
export const ziggeoDetails = z.object({
  key: text,
  description: text,
  volatile: z.boolean().catch(false),
  min_duration: number,
  max_duration: number,
  enforce_duration: z.boolean().catch(false),
  tags: z.array(z.string()).catch([]),
  data: z.record(z.string(), z.unknown()).nullable().catch(null),
  expiration_days: number,
  approved: z.boolean().nullable().catch(null),
  video_profile: text,
  meta_profile: text,
  effect_profile: text,
});

const stateByStatus: Readonly<Record<EngineAsset["status"], keyof typeof wireStates>> = {
  uploading: "empty",
  processing: "processing",
  fail: "failed",
  success: "ready",
};
const streamable = { no: 1, degraded: 2, yes: 3 } as const;
const serverUpload = 5;

/**
 * A video as the vendor orders its fields. Times are Unix seconds.
 * @param place where the engine was asked: host and port, and the application's token
 */
export function toWireVideo(
  asset: EngineAsset,
  place: { host: string; applicationToken: string },
): WireVideo {
  const details = ziggeoDetails.parse(asset.details);
  const stream = toOriginalStream(asset);
  const state = stateByStatus[asset.status];
  const embed = `${place.host}/v1/applications/${place.applicationToken}/videos/${asset.assetId}`;
  const created = toSeconds(asset.createdAt);
  return {
    volatile: details.volatile,
    token: asset.assetId,
    key: details.key,
    state: wireStates[state],
    title: asset.title,
    description: details.description,
    min_duration: details.min_duration,
    max_duration: details.max_duration,
    enforce_duration: details.enforce_duration,
    duration: stream.duration,
    tags: details.tags,
    data: details.data,
    submission_date: asset.status === "uploading" ? null : toSeconds(asset.updatedAt),
    expiration_days: details.expiration_days,
    resubmission_date: null,
    stream_submission_date: stream.submission_date,
    delete_old_streams: false,
    auto_crop: false,
    auto_pad: false,
    hd: (stream.video_height ?? 0) >= 720,
    default_image_selector: null,
    approved: details.approved,
    device_info: null,
    video_profile: details.video_profile,
    meta_profile: details.meta_profile,
    effect_profile: details.effect_profile,
    embed_video_url: `${embed}/video.mp4`,
    embed_image_url: `${embed}/image`,
    type: "ApiVideo",
    created,
    owned: true,
    state_string: state.toUpperCase(),
    streams: [stream],
    original_stream: stream,
    default_stream: stream,
  };
}

/** The upload itself. Its token follows from the video's, so that it stays the same for ever. */
function toOriginalStream(asset: EngineAsset): WireStream {
  const { facts } = asset;
  const state = stateByStatus[asset.status];
  const created = toSeconds(asset.createdAt);
  return {
    volatile: false,
    token: createHash("md5").update(`original stream of ${asset.assetId}`).digest("hex"),
    key: null,
    creation_type: serverUpload,
    state: wireStates[state],
    streamable: state === "ready" ? streamable.degraded : streamable.no,
    video_type: asset.extname.replace(/^\./, "") || null,
    video_sub_type: "other",
    image_size: 0,
    audio_size: 0,
    video_size: facts?.sizeBytes ?? 0,
    video_width: facts?.width ?? null,
    video_height: facts?.height ?? null,
    duration: facts?.durationMs == null ? null : facts.durationMs / 1000,
    has_video: Boolean(facts?.videoCodec),
    has_image: asset.posterKey !== null,
    has_audio: Boolean(facts?.audioCodec),
    submission_date: asset.status === "uploading" ? null : toSeconds(asset.updatedAt),
    type: "ApiVideoStream",
    created,
    owned: true,
    creation_type_string: "SERVER_UPLOAD",
    streamable_string: state === "ready" ? "DEGRADED" : "NO",
    state_string: state.toUpperCase(),
  };
}

const toSeconds = (date: Date) => Math.floor(date.getTime() / 1000);
