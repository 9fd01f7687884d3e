import type { WebhookRegistry } from "../provider.ts";
import type { WebhooksResource } from "./webhooks.ts";

/** The names that the protocol's document could obtain (shared/protocols/ziggeo.md, section 11). */
const events = [
  "video_create",
  "video_ready",
  "video_failed",
  "video_approve",
  "video_reject",
  "video_delete",
  "video_marked_as_deleted",
  "video_restored",
  "video_streams_ready",
  "video_stream_push_success",
  "video_transit_success",
  "video_analysis",
  "video_nsfw_analysis",
  "video_transcription",
  "video_transcription_failed",
] as const;

/** Ziggeo makes, confirms and removes webhooks, and cannot list them; it knows one by its address when removing. */
export function buildWebhookRegistry(webhooks: WebhooksResource): WebhookRegistry {
  return {
    events,
    async create({ url, events: chosen }, options) {
      const webhookId = await webhooks.create(
        { targetUrl: url, encoding: "jsonheader", events: chosen },
        options,
      );
      return {
        providerWebhookId: webhookId,
        url,
        events: chosen,
        createdAt: null,
        signingKey: null,
        destination: null,
      };
    },
    confirm: ({ providerWebhookId, code }, options) =>
      webhooks.confirm({ webhookId: providerWebhookId, validationCode: code }, options),
    remove: ({ url }, options) => webhooks.remove(url, options),
  };
}
