import { z } from "zod";
import { pageOf, text } from "./page.ts";

/** Wire shapes of api.video, https://docs.api.video/reference. Unknown members are let through, nulls allowed. */

export const wireMetadata = z.looseObject({ key: z.string(), value: z.string() });

export const wireVideoAssets = z.looseObject({
  iframe: text,
  player: text,
  hls: text,
  thumbnail: text,
  mp4: text,
});

/** What our engine adds: in a list, what the service tells only of one video at a time. */
export const wireVideoAddition = z.looseObject({
  /** Of the source: `draft` until it is there. */
  status: z.enum(["draft", "importing", "encoding", "ready", "failed"]),
  error: text,
  playable: z.boolean(),
  hasThumbnail: z.boolean(),
  /** Thumbnail and filmstrip are still being made. */
  picturesPending: z.boolean().optional(),
  filmstrip: z
    .object({
      url: z.string(),
      frameCount: z.number(),
      frameWidth: z.number(),
      frameHeight: z.number(),
    })
    .nullish(),
  sizeBytes: z.number().nullish(),
  durationMs: z.number().nullish(),
});
export type WireVideoAddition = z.output<typeof wireVideoAddition>;

/** Only `videoId` is certain: the answer to a part of an upload has nothing else. */
export const wireVideo = z.looseObject({
  videoId: z.string(),
  title: text,
  description: text,
  language: text,
  languageOrigin: text,
  public: z.boolean().nullish(),
  panoramic: z.boolean().nullish(),
  mp4Support: z.boolean().nullish(),
  playerId: text,
  tags: z.array(z.string()).nullish(),
  metadata: z.array(wireMetadata).nullish(),
  createdAt: text,
  publishedAt: text,
  updatedAt: text,
  discarded: z.boolean().nullish(),
  discardedAt: text,
  deletesAt: text,
  source: z
    .looseObject({
      type: text,
      uri: text,
      liveStream: z
        .looseObject({
          liveStreamId: text,
          links: z.array(z.looseObject({ rel: text, uri: text })).nullish(),
        })
        .nullish(),
    })
    .nullish(),
  assets: wireVideoAssets.nullish(),
  reelyard: wireVideoAddition.optional(),
});
export type WireVideo = z.output<typeof wireVideo>;

export const wireQuality = z.looseObject({ type: text, quality: text, status: text });
export type WireQuality = z.output<typeof wireQuality>;

export const wireVideoStatus = z.looseObject({
  ingest: z
    .looseObject({
      status: text,
      filesize: z.number().nullish(),
      receivedBytes: z
        .array(z.looseObject({ from: z.number(), to: z.number(), total: z.number().nullish() }))
        .nullish(),
      receivedParts: z
        .looseObject({ parts: z.array(z.number()).nullish(), total: z.number().nullish() })
        .nullish(),
    })
    .nullish(),
  encoding: z
    .looseObject({
      playable: z.boolean().nullish(),
      qualities: z.array(wireQuality).nullish(),
      metadata: z
        .looseObject({
          width: z.number().nullish(),
          height: z.number().nullish(),
          bitrate: z.number().nullish(),
          duration: z.number().nullish(),
          framerate: z.number().nullish(),
          samplerate: z.number().nullish(),
          videoCodec: text,
          audioCodec: text,
          aspectRatio: text,
        })
        .nullish(),
    })
    .nullish(),
});
export type WireVideoStatus = z.output<typeof wireVideoStatus>;

export const wireVideoPage = pageOf(wireVideo);
export type WireVideoPage = z.output<typeof wireVideoPage>;
