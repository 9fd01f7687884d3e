import { z } from "zod";

/**
 * Flip v3.0 as it travels (`telestream.md` §4–6). Readers are lenient where the service is known to leave a
 * field out or null; what a client cannot do without is required. Shared with the engine, which answers in
 * these shapes; `reelyard` members are the engine's additions (decision 0003).
 */

const text = z.string().nullish();
const integer = z.number().nullish();

/** `2015/12/14 14:22:04 +0000` */
export const wireDate = z.string().regex(/^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d [+-]\d{4}$/);

export const wireError = z.object({ error: z.string(), message: z.string().default("") });
export type WireError = z.output<typeof wireError>;

export const wireFactory = z.object({
  id: z.string(),
  name: z.string(),
  /** Public base of its files, with a trailing slash. */
  url: text,
  s3_videos_bucket: text,
  s3_private_access: z.boolean().nullish(),
  upload_original_video: z.boolean().nullish(),
  created_at: text,
  updated_at: text,
  /** Our engine's addition: the most bytes an upload may have. The vendor tells only when it refuses one. */
  reelyard: z.object({ max_file_size: z.number() }).nullish(),
});
export type WireFactory = z.output<typeof wireFactory>;

/** Settings are many and differ by preset (`telestream.md` §5.4): what is not named here is kept as it came. */
export const wireProfile = z.looseObject({
  id: z.string(),
  name: z.string(),
  title: text,
  preset_name: text,
  /** Of an advanced profile, which has no preset. */
  command: text,
  extname: text,
  width: integer,
  height: integer,
  video_bitrate: integer,
  audio_bitrate: integer,
  created_at: text,
  updated_at: text,
  /** The engine's own: why encodings with this command will fail as `CommandInvalid`. */
  reelyard: z.object({ command_fault: z.string().optional() }).optional(),
});
export type WireProfile = z.output<typeof wireProfile>;

/** The engine's own (decision 0003): what it makes, with the settings a profile of it begins with. */
export const wirePresets = z.object({
  presets: z.array(
    z.object({
      preset_name: z.string(),
      title: z.string(),
      extname: z.string(),
      settings: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    }),
  ),
});
export type WirePreset = z.output<typeof wirePresets>["presets"][number];

/** The engine's own: argument lists, program first; none and a `fault` when the command is not allowed. */
export const wireCommandPreview = z.object({
  commands: z.array(z.array(z.string())),
  fault: z.string().nullable(),
});
export type WireCommandPreview = z.output<typeof wireCommandPreview>;

/** Each is answered in every generation; a call that changes them names those that change. */
export const notificationEvents = [
  "video_created",
  "video_encoded",
  "encoding_progress",
  "encoding_completed",
] as const;
export type NotificationEvent = (typeof notificationEvents)[number];

const flag = z.boolean().nullish();

/** `GET /notifications.json` (`telestream.md` §5.5). */
export const wireNotifications = z.object({
  url: text,
  /** Seconds before a delivery is tried, and the first of the waits between tries. */
  delay: integer,
  send_video_payload: flag,
  events: z
    .object({
      video_created: flag,
      video_encoded: flag,
      encoding_progress: flag,
      encoding_completed: flag,
    })
    .nullish(),
});
export type WireNotifications = z.output<typeof wireNotifications>;

/** The engine's log of what it told a receiver (decision 0003); dates as epoch milliseconds, none unset as text. */
export const wireDelivery = z.object({
  id: z.string(),
  /** The video it speaks of; the factory for a test. */
  subject: z.string(),
  event: z.string(),
  url: z.string(),
  state: z.enum(["pending", "delivered", "failed"]),
  attempts: z.array(
    z.object({
      at_ms: z.number(),
      duration_ms: z.number(),
      status: z.number().nullable(),
      failure: z.string().nullable(),
      response_excerpt: z.string(),
    }),
  ),
  next_attempt_at_ms: z.number().nullable(),
  created_at_ms: z.number(),
});
export type WireDelivery = z.output<typeof wireDelivery>;

export const wireDeliveryPage = z.object({
  deliveries: z.array(wireDelivery),
  page: z.number(),
  per_page: z.number(),
  total: z.number(),
});
export type WireDeliveryPage = z.output<typeof wireDeliveryPage>;

/** `GET /videos/:id/metadata.json`: flat, units as text. */
export const wireMetadata = z.record(z.string(), z.unknown());
export type WireMetadata = z.output<typeof wireMetadata>;

const mediaFields = {
  duration: integer,
  width: integer,
  height: integer,
  fps: z.number().nullish(),
  video_codec: text,
  audio_codec: text,
  video_bitrate: integer,
  audio_bitrate: integer,
  audio_channels: integer,
  audio_sample_rate: integer,
  file_size: integer,
  mime_type: text,
};

/** In every generation, for videos and encodings alike. */
export const wireStatuses = ["processing", "success", "fail"] as const;
export const wireStatus = z.enum(wireStatuses);

export const wireEncodingExtension = z.object({
  /** Place in the queue from 1; null when it is not waiting. */
  queue_position: z.number().nullable(),
  remaining_seconds: z.number().nullable(),
  state: z.enum(["queued", "encoding", "success", "fail", "cancelled"]),
});

export const wireEncoding = z.object({
  id: z.string(),
  video_id: z.string(),
  profile_id: text,
  profile_name: text,
  extname: text,
  path: text,
  status: wireStatus,
  encoding_progress: z.number().nullish(),
  encoding_time: z.number().nullish(),
  started_encoding_at: text,
  files: z.array(z.string()).nullish(),
  ...mediaFields,
  logfile_url: text,
  error_class: text,
  error_message: text,
  created_at: text,
  updated_at: text,
  reelyard: wireEncodingExtension.optional(),
});
export type WireEncoding = z.output<typeof wireEncoding>;

export const wireVideoExtension = z.object({
  poster_url: z.string().nullable(),
  filmstrip: z
    .object({
      url: z.string(),
      frame_count: z.number(),
      frame_width: z.number(),
      frame_height: z.number(),
    })
    .nullable(),
  /** The source as HLS, remuxed on request; null when its codecs do not allow it. */
  preview_hls_url: z.string().nullable(),
  /** Null once the source alone was deleted. */
  source_url: z.string().nullable(),
  title: z.string().optional(),
  factory_id: z.string(),
  /** All of the video's encodings, so that one call tells everything about it. */
  encodings: z.array(wireEncoding),
});

export const wireVideo = z.object({
  id: z.string(),
  original_filename: text,
  extname: text,
  path: text,
  source_url: text,
  status: wireStatus,
  ...mediaFields,
  payload: text,
  error_class: text,
  error_message: text,
  created_at: text,
  updated_at: text,
  reelyard: wireVideoExtension.optional(),
});
export type WireVideo = z.output<typeof wireVideo>;

export const wireUploadSession = z.object({
  id: z.string(),
  /** Absolute; never signed, its id is the secret. */
  location: z.url(),
  /** Text, as the Go clients insist. */
  parts: z.string().optional(),
  part_size: z.string().optional(),
  max_connections: z.string().optional(),
  reelyard: z
    .object({
      /** The id the video will have, so that a lost last answer loses nothing. */
      video_id: z.string(),
    })
    .optional(),
});
export type WireUploadSession = z.output<typeof wireUploadSession>;

/** `GET location` while parts are missing; a completed v3.0 session answers an empty body. */
export const wireUploadState = z.object({
  missing_parts: z.array(z.number()),
  reelyard: z
    .object({
      /**
       * Bytes already there of parts that are not whole, by part. A part may be continued by sending the rest
       * with `X-Part-Offset`.
       */
      received: z.record(z.string(), z.number()),
    })
    .optional(),
});
export type WireUploadState = z.output<typeof wireUploadState>;

export const wireDeleted = z.object({ deleted: z.boolean() });
export const wireCanceled = z.object({ canceled: z.boolean() });
export const wireRetried = z.object({ retried: z.boolean() });

/** One event of `GET /reelyard/changes`. */
export const wireChange = z.object({ video_ids: z.array(z.string()), changed_at_ms: z.number() });
export type WireChange = z.output<typeof wireChange>;

/** `2026/11/21 00:20:18 +0000`: the one form of a date on this wire. */
export function toWireDate(date: Date): string {
  const iso = date.toISOString();
  return `${iso.slice(0, 10).replaceAll("-", "/")} ${iso.slice(11, 19)} +0000`;
}
