import type { Http } from "../http.ts";
import { path } from "../path.ts";
import type { CallOptions } from "../provider.ts";
import { type PageQuery, walk } from "./page-query.ts";
import type { WirePage } from "./wire/page.ts";
import { type WebhookEvent, type WireWebhook, wireWebhook, wireWebhookPage } from "./wire/webhooks.ts";

export interface WebhookQuery extends Omit<PageQuery, "sortOrder"> {
  /** Those that this event is sent to. */
  readonly events?: WebhookEvent;
}

/** Webhooks: https://docs.api.video/reference/api/Webhooks. There is no update: make the new one, remove the old. */
export class WebhooksResource {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  create(
    webhook: { events: readonly WebhookEvent[]; url: string },
    options?: CallOptions,
  ): Promise<WireWebhook> {
    return this.#http.post("/webhooks", { json: webhook, schema: wireWebhook, ...options });
  }

  page(query: WebhookQuery = {}, options?: CallOptions): Promise<WirePage<WireWebhook>> {
    return this.#http.get("/webhooks", { query: { ...query }, schema: wireWebhookPage, ...options });
  }

  list(query: WebhookQuery = {}, options?: CallOptions): AsyncGenerator<WireWebhook> {
    return walk((at) => this.page({ ...query, ...at }, options));
  }

  get(webhookId: string, options?: CallOptions): Promise<WireWebhook> {
    return this.#http.get(path`/webhooks/${webhookId}`, { schema: wireWebhook, ...options });
  }

  async remove(webhookId: string, options?: CallOptions): Promise<void> {
    await this.#http.delete(path`/webhooks/${webhookId}`, options);
  }
}
