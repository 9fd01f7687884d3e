import { z } from "zod";

/** Wire shapes of Ziggeo's server API. Unknown members are let through, nulls allowed. */

const text = z.string().nullish();
const number = z.number().nullish();
const flag = z.boolean().nullish();

export const wireStates = { empty: 1, verified: 2, failed: 3, processing: 4, ready: 5 } as const;

export const wireSubtitles = z.record(z.string(), z.looseObject({ label: text, data: text }));

export const wireStream = z.looseObject({
  token: z.string(),
  key: text,
  volatile: flag,
  creation_type: number,
  creation_type_string: text,
  state: number,
  state_string: text,
  /** 1 no, 2 degraded (the upload as it came), 3 yes (transcoded for players). */
  streamable: number,
  streamable_string: text,
  video_type: text,
  image_size: number,
  audio_size: number,
  video_size: number,
  video_width: number,
  video_height: number,
  duration: number,
  has_video: flag,
  has_audio: flag,
  has_image: flag,
  submission_date: number,
  created: number,
  /** Token of the upload that this was transcoded from. */
  parent_stream: text,
  /** By language. PHP-made servers answer an empty list where there are none. */
  subtitles: z.union([wireSubtitles, z.array(z.never())]).nullish(),
  /** What our engine adds (decision 0003). */
  reelyard: z.looseObject({ bound: flag, progress: number, error: text }).nullish(),
});
export type WireStream = z.output<typeof wireStream>;
export const wireStreamList = z.array(wireStream);

/** Times are Unix seconds, `duration` is seconds. */
export const wireVideo = z.looseObject({
  token: z.string(),
  key: text,
  volatile: flag,
  state: number,
  state_string: text,
  title: text,
  description: text,
  min_duration: number,
  max_duration: number,
  enforce_duration: flag,
  duration: number,
  /** A list; older objects hold a comma list. */
  tags: z.union([z.array(z.string()), z.string()]).nullish(),
  /** PHP-made servers answer an empty list where there is none. */
  data: z.union([z.record(z.string(), z.unknown()), z.array(z.unknown())]).nullish(),
  expiration_days: number,
  submission_date: number,
  created: number,
  approved: flag,
  video_profile: text,
  meta_profile: text,
  effect_profile: text,
  embed_video_url: text,
  embed_image_url: text,
  default_stream: wireStream.nullish(),
  original_stream: wireStream.nullish(),
  streams: z.array(wireStream).nullish(),
  /** What our engine adds (decision 0003): when it deletes the video, Unix seconds; why a video failed. */
  reelyard: z.looseObject({ expires_at: number, error: text }).nullish(),
});
export type WireVideo = z.output<typeof wireVideo>;

export const wireVideoList = z.array(wireVideo);
export const wireCount = z.looseObject({ count: z.number() });
/** Its members are not documented. */
export const wireStats = z.union([z.record(z.string(), z.unknown()), z.array(z.unknown())]);
export type WireStats = z.output<typeof wireStats>;
/** One of a bulk call: the token or key as it was given, and what came of it. */
export const wireBulkAnswer = z.unknown();

/** Where a file goes: every field verbatim and in order, then the file as the last part, named `file`. */
export const wireUrlData = z.looseObject({ url: z.string(), fields: z.record(z.string(), z.string()) });
export type WireUrlData = z.output<typeof wireUrlData>;
export const wireVideoUpload = z.looseObject({ video: wireVideo, url_data: wireUrlData });
export type WireVideoUpload = z.output<typeof wireVideoUpload>;
export const wireStreamUpload = z.looseObject({ stream: wireStream, url_data: wireUrlData });
export type WireStreamUpload = z.output<typeof wireStreamUpload>;

export const grantOperations = ["create", "read", "update", "destroy"] as const;
export type GrantOperation = (typeof grantOperations)[number];
export const wireGrant = z.looseObject({
  all: z.boolean().optional(),
  session_owned: z.boolean().optional(),
  resources: z.array(z.string()).optional(),
});
export const wireGrants = z.looseObject({
  create: wireGrant.optional(),
  read: wireGrant.optional(),
  update: wireGrant.optional(),
  destroy: wireGrant.optional(),
});
export type WireGrants = z.output<typeof wireGrants>;

export const wireAuthToken = z.looseObject({
  token: z.string(),
  nonce: text,
  volatile: flag,
  hidden: flag,
  /** Unix seconds. */
  expiration_date: number,
  /** Seconds per session. */
  usage_expiration_time: number,
  /** The same, as the first SDKs spelled it. */
  usage_experitation_time: number,
  session_limit: number,
  /** An object, JSON text of one, or in the vendor's samples a loose form of it. */
  grants: z.union([wireGrants, z.string(), z.array(z.unknown())]).nullish(),
});
export type WireAuthToken = z.output<typeof wireAuthToken>;

export const wireApplication = z.looseObject({
  token: text,
  name: text,
  volatile: flag,
  auth_token_required_for_create: flag,
  auth_token_required_for_update: flag,
  auth_token_required_for_read: flag,
  auth_token_required_for_destroy: flag,
  client_can_index_videos: flag,
  client_cannot_access_unaccepted_videos: flag,
  enable_video_subpages: flag,
});
export type WireApplication = z.output<typeof wireApplication>;

/** A target that videos can be pushed to. The vendor lists none; our engine does, under `/v1/reelyard/`. */
export const wirePushService = z.looseObject({
  token: z.string(),
  title: z.string(),
  type: z.string(),
  target: z.string(),
});
export type WirePushService = z.output<typeof wirePushService>;
export const wirePushServiceList = z.array(wirePushService);

/** A push and how it went. Every member but the first is our engine's alone. */
export const wirePush = z.looseObject({
  token: text,
  pushservicetoken: text,
  video_token: text,
  stream_token: text,
  title: text,
  type: text,
  state: text,
  attempts: number,
  status: number,
  error: text,
  location: text,
  created: number,
  finished: number,
});
export type WirePush = z.output<typeof wirePush>;
export const wirePushList = z.array(wirePush);
