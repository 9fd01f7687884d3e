import { z } from "zod";

/** Wire shapes of Ziggeo's server API. Unknown members are let through, nulls allowed. */

const text = z.string().nullish();
const number = z.number().nullish();
const flag = z.boolean().nullish();

export const wireStates = { empty: 1, verified: 2, failed: 3, processing: 4, ready: 5 } as const;

export const wireStream = z.looseObject({
  token: z.string(),
  key: text,
  state: number,
  creation_type: number,
  streamable: number,
  video_type: text,
  video_size: number,
  video_width: number,
  video_height: number,
  duration: number,
  has_video: flag,
  has_audio: flag,
  has_image: flag,
  submission_date: number,
  created: number,
  parent_stream: z.unknown().optional(),
});
export type WireStream = z.output<typeof wireStream>;

/** Times are Unix seconds, `duration` is seconds. */
export const wireVideo = z.looseObject({
  token: z.string(),
  key: text,
  state: number,
  state_string: text,
  title: text,
  description: text,
  duration: number,
  /** A list; older objects hold a comma list. */
  tags: z.union([z.array(z.string()), z.string()]).nullish(),
  submission_date: number,
  created: number,
  approved: flag,
  embed_video_url: text,
  embed_image_url: text,
  default_stream: wireStream.nullish(),
  original_stream: wireStream.nullish(),
  streams: z.array(wireStream).nullish(),
});
export type WireVideo = z.output<typeof wireVideo>;

export const wireVideoList = z.array(wireVideo);
export const wireCount = z.looseObject({ count: z.number() });
