import type { ProviderWebhook, WebhookRegistry } from "../provider.ts";
import type { WebhooksResource } from "./webhooks.ts";
import { type WireWebhook, webhookEvents } from "./wire/webhooks.ts";

/** The account's webhooks. Each signs with a secret of its own (shared/protocols/apivideo.md, section 5). */
export function buildWebhookRegistry(webhooks: WebhooksResource): WebhookRegistry {
  return {
    events: webhookEvents,
    async list(options) {
      const found: ProviderWebhook[] = [];
      for await (const webhook of webhooks.list({}, options)) found.push(toWebhook(webhook));
      return found;
    },
    async create({ url, events }, options) {
      const known = webhookEvents.filter((event) => events.includes(event));
      return toWebhook(await webhooks.create({ url, events: known }, options));
    },
    remove: ({ providerWebhookId }, options) => webhooks.remove(providerWebhookId, options),
  };
}

function toWebhook({ webhookId, url, events, createdAt, signatureSecret }: WireWebhook): ProviderWebhook {
  return {
    providerWebhookId: webhookId,
    url: url ?? "",
    events: events ?? [],
    createdAt: createdAt ?? null,
    signingKey: signatureSecret ?? null,
    destination: null,
  };
}
