import { z } from "zod";

/** Wire shapes of api.video, https://docs.api.video/reference. Unknown members are let through, nulls allowed. */

const text = z.string().nullish();

export const wireMetadata = z.looseObject({ key: z.string(), value: z.string() });

export const wireVideoAssets = z.looseObject({
  iframe: text,
  player: text,
  hls: text,
  thumbnail: text,
  mp4: text,
});

/** Only `videoId` is certain: the answer to a part of an upload has nothing else. */
export const wireVideo = z.looseObject({
  videoId: z.string(),
  title: text,
  description: text,
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
  source: z.looseObject({ type: text, uri: text }).nullish(),
  assets: wireVideoAssets.nullish(),
});
export type WireVideo = z.output<typeof wireVideo>;

export const wireQuality = z.looseObject({
  type: z.string().nullish(),
  quality: z.string().nullish(),
  status: z.string().nullish(),
});

export const wireVideoStatus = z.looseObject({
  ingest: z.looseObject({ status: text, filesize: z.number().nullish() }).nullish(),
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
        })
        .nullish(),
    })
    .nullish(),
});
export type WireVideoStatus = z.output<typeof wireVideoStatus>;

/** `links` is all that is certain of a page's frame. */
export const wirePagination = z.looseObject({
  currentPage: z.number().int().optional(),
  currentPageItems: z.number().int().optional(),
  pageSize: z.number().int().optional(),
  pagesTotal: z.number().int().optional(),
  itemsTotal: z.number().int().optional(),
  links: z.array(z.looseObject({ rel: z.string(), uri: z.string() })),
});

export const wireVideoPage = z.looseObject({ data: z.array(wireVideo), pagination: wirePagination });
export type WireVideoPage = z.output<typeof wireVideoPage>;

export const wireAccessToken = z.looseObject({
  token_type: z.string(),
  expires_in: z.number(),
  access_token: z.string(),
  refresh_token: z.string(),
});
