import path from "node:path";
import {
  toWireDate,
  type WireDelivery,
  type WireEncoding,
  type WireFactory,
  type WireVideo,
} from "#lib/providers/telestream/wire.ts";
import type { Factory } from "../../db/schema/telestream-factory.ts";
import type { Profile } from "../../db/schema/telestream-profile.ts";
import type { Delivery } from "../../deliveries/types.ts";
import type { EngineAsset, EngineRendition, MediaFacts } from "../../library/types.ts";
import type { Addresses } from "./addresses.ts";
import { videoDetails } from "./video-details.ts";

export function toWireFactory(factory: Factory, addresses: Addresses, maxSourceBytes: number): WireFactory {
  return {
    id: factory.factoryId,
    name: factory.name,
    url: addresses.factory(factory.factoryId),
    s3_videos_bucket: factory.bucket,
    s3_private_access: false,
    upload_original_video: factory.uploadOriginalVideo,
    ...factory.details,
    created_at: toWireDate(factory.createdAt),
    updated_at: toWireDate(factory.updatedAt),
    reelyard: { max_file_size: maxSourceBytes },
  };
}

/** The engine's own: one message to a receiver and how each try of it went. */
export function toWireDelivery(delivery: Delivery): WireDelivery {
  return {
    id: delivery.deliveryId,
    subject: delivery.subject,
    event: delivery.event,
    url: delivery.url,
    state: delivery.state,
    attempts: delivery.attempts.map((attempt) => ({
      at_ms: attempt.at.getTime(),
      duration_ms: attempt.durationMs,
      status: attempt.status,
      failure: attempt.error,
      response_excerpt: attempt.responseExcerpt,
    })),
    next_attempt_at_ms: delivery.nextAttemptAt?.getTime() ?? null,
    created_at_ms: delivery.createdAt.getTime(),
  };
}

export function toWireProfile(profile: Profile): Record<string, unknown> {
  return {
    id: profile.profileId,
    title: profile.title,
    name: profile.name,
    ...(profile.presetName !== null && { preset_name: profile.presetName }),
    ...(profile.command !== null && { command: profile.command }),
    extname: profile.extname,
    ...profile.settings,
    created_at: toWireDate(profile.createdAt),
    updated_at: toWireDate(profile.updatedAt),
  };
}

/** Strict readers want integers everywhere but in `fps` (`telestream.md` §9.12). */
function toMediaFields(facts: MediaFacts | null) {
  const whole = (value: number | null | undefined) => (value == null ? null : Math.round(value));
  return {
    duration: whole(facts?.durationMs),
    width: whole(facts?.width),
    height: whole(facts?.height),
    fps: facts?.framesPerSecond ?? null,
    video_codec: facts?.videoCodec ?? null,
    audio_codec: facts?.audioCodec ?? null,
    video_bitrate: whole(facts?.videoBitrateKbps),
    audio_bitrate: whole(facts?.audioBitrateKbps),
    audio_channels: whole(facts?.audioChannels),
    audio_sample_rate: whole(facts?.audioSampleRate),
    file_size: whole(facts?.sizeBytes),
    mime_type: facts?.mimeType ?? null,
  };
}

/** Left out while there is no failure: a client that sees `error_class` takes the object for failed. */
function toErrorFields(failed: { errorClass: string | null; errorMessage: string | null }) {
  return failed.errorClass === null
    ? {}
    : { error_class: failed.errorClass, error_message: failed.errorMessage ?? "" };
}

/** A rendition with its place in the queue, null when it is not waiting. */
export interface QueuedRendition {
  readonly rendition: EngineRendition;
  readonly queuePosition: number | null;
}

export function toWireVideo(
  asset: EngineAsset,
  renditions: readonly QueuedRendition[],
  context: { addresses: Addresses; hasPreview: boolean },
): WireVideo {
  const details = videoDetails.parse(asset.details);
  const factoryId = asset.containerId ?? "";
  const { addresses } = context;
  const own = (name: string) => addresses.own(factoryId, asset.assetId, name);
  return {
    id: asset.assetId,
    original_filename: asset.originalFilename,
    extname: asset.extname,
    path: details.path,
    source_url: asset.sourceUrl,
    status: asset.status === "uploading" ? "processing" : asset.status,
    ...toMediaFields(asset.facts),
    payload: details.payload ?? null,
    ...toErrorFields(asset),
    created_at: toWireDate(asset.createdAt),
    updated_at: toWireDate(asset.updatedAt),
    reelyard: {
      poster_url: asset.posterKey ? own(`poster${path.extname(asset.posterKey)}`) : null,
      filmstrip: asset.filmstrip && {
        url: own(`filmstrip${path.extname(asset.filmstrip.key)}`),
        frame_count: asset.filmstrip.frameCount,
        frame_width: asset.filmstrip.frameWidth,
        frame_height: asset.filmstrip.frameHeight,
      },
      preview_hls_url: context.hasPreview ? own("preview/index.m3u8") : null,
      source_url: asset.sourceKey ? addresses.file(factoryId, details.path + asset.extname) : null,
      title: asset.title,
      factory_id: factoryId,
      encodings: renditions.map((one) => toWireEncoding(one, addresses)),
    },
  };
}

export function toWireEncoding(
  { rendition, queuePosition }: QueuedRendition,
  addresses: Addresses,
): WireEncoding {
  const isDone = rendition.status === "success";
  const hasFailed = rendition.status === "fail" || rendition.status === "cancelled";
  const ended = rendition.finishedAt ?? rendition.updatedAt;
  const seconds = rendition.startedAt
    ? Math.max(0, Math.round((ended.getTime() - rendition.startedAt.getTime()) / 1000))
    : 0;
  return {
    id: rendition.renditionId,
    video_id: rendition.assetId,
    profile_id: rendition.profileId,
    profile_name: rendition.profileName,
    extname: rendition.extname,
    path: rendition.path,
    status: isDone ? "success" : hasFailed ? "fail" : "processing",
    encoding_progress: isDone ? 100 : Math.round(rendition.progressPercent),
    encoding_time: seconds,
    // A date that is not set is left out: Go reads null as a broken one.
    ...(rendition.startedAt && { started_encoding_at: toWireDate(rendition.startedAt) }),
    files: rendition.files.map((file) => file.name),
    ...toMediaFields(rendition.facts),
    ...(rendition.logKey && {
      logfile_url: addresses.file(rendition.containerId ?? "", `${rendition.path}.log`),
    }),
    // The vendor has no status for it: a cancelled encoding is a failed one.
    ...(rendition.status === "cancelled"
      ? { error_class: "EncodingError", error_message: rendition.errorMessage ?? "Encoding was canceled" }
      : toErrorFields(rendition)),
    created_at: toWireDate(rendition.createdAt),
    updated_at: toWireDate(rendition.updatedAt),
    reelyard: {
      queue_position: queuePosition,
      remaining_seconds: rendition.remainingSeconds,
      state: rendition.status,
    },
  };
}
