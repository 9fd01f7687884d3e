import { z } from "zod";
import { pageOf, text } from "./page.ts";

/** The six events, as the reference names them. */
export const webhookEvents = [
  "video.encoding.quality.completed",
  "live-stream.broadcast.started",
  "live-stream.broadcast.ended",
  "video.source.recorded",
  "video.caption.generated",
  "video.summary.generated",
] as const;
export type WebhookEvent = (typeof webhookEvents)[number];

/** `events` is open: a service that has learned a seventh still lists. */
export const wireWebhook = z.looseObject({
  webhookId: z.string(),
  createdAt: text,
  events: z.array(z.string()).nullish(),
  url: text,
  signatureSecret: text,
});
export type WireWebhook = z.output<typeof wireWebhook>;

export const wireWebhookPage = pageOf(wireWebhook);

const emitted = { emittedAt: z.string() };

/** Bodies of deliveries, by `type`. The guide's sample of the first also names a live stream. */
export const wireWebhookBody = z.discriminatedUnion("type", [
  z.looseObject({
    ...emitted,
    type: z.literal("video.encoding.quality.completed"),
    videoId: z.string(),
    encoding: z.string(),
    quality: z.string(),
    liveStreamId: text,
  }),
  z.looseObject({ ...emitted, type: z.literal("live-stream.broadcast.started"), liveStreamId: z.string() }),
  z.looseObject({ ...emitted, type: z.literal("live-stream.broadcast.ended"), liveStreamId: z.string() }),
  z.looseObject({
    ...emitted,
    type: z.literal("video.source.recorded"),
    liveStreamId: z.string(),
    videoId: z.string(),
  }),
  z.looseObject({
    ...emitted,
    type: z.literal("video.caption.generated"),
    videoId: z.string(),
    captionId: text,
    language: text,
    generationMode: text,
  }),
  z.looseObject({
    ...emitted,
    type: z.literal("video.summary.generated"),
    videoId: z.string(),
    summaryId: text,
  }),
]);
export type WireWebhookBody = z.output<typeof wireWebhookBody>;

/** Headers of a delivery, in lower case as Node has them. */
export const webhookHeaders = {
  webhookId: "x-api-video-webhookid",
  signature: "x-api-video-signature",
} as const;
