import { z } from "zod";
import { pageOf, text } from "./page.ts";

export const wireRestream = z.looseObject({ name: text, serverUrl: text, streamKey: text });
export type WireRestream = z.output<typeof wireRestream>;

export const wireLiveStream = z.looseObject({
  liveStreamId: z.string(),
  name: text,
  streamKey: text,
  public: z.boolean().nullish(),
  assets: z.looseObject({ iframe: text, player: text, hls: text, thumbnail: text }).nullish(),
  playerId: text,
  broadcasting: z.boolean().nullish(),
  restreams: z.array(wireRestream).nullish(),
  createdAt: text,
  updatedAt: text,
  /**
   * Our engine only: where a broadcast is sent to (the service has one address for all), and while it runs how it is
   * with each of its `restreams`.
   */
  reelyard: z
    .looseObject({
      ingestUrl: text,
      relays: z
        .array(z.looseObject({ state: z.enum(["connecting", "live", "waiting"]), problem: text }))
        .optional(),
    })
    .optional(),
});
export type WireLiveStream = z.output<typeof wireLiveStream>;

export const wireLiveStreamPage = pageOf(wireLiveStream);
