import { z } from "zod";
import { isProviderError } from "../errors.ts";
import type { Http } from "../http.ts";
import type { CallOptions } from "../provider.ts";

const wireWebhookId = z.union([z.string().min(1), z.number().transform(String)]);

/** Webhooks: https://ziggeo.com/docs/api/resources/server#webhooks. No list and no get. */
export class WebhooksResource {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** The webhook's id. It is silent until it is confirmed. */
  async create(
    given: { targetUrl: string; encoding: "json" | "form" | "jsonheader"; events: readonly string[] },
    options?: CallOptions,
  ): Promise<string> {
    const form = { target_url: given.targetUrl, encoding: given.encoding, events: given.events.join(",") };
    try {
      return await this.#http.post("/v1/api/hook", { form, schema: wireWebhookId, ...options });
    } catch (error) {
      const bare = bareTextOf(error);
      if (bare === undefined) throw error;
      return bare;
    }
  }

  async confirm(given: { webhookId: string; validationCode: string }, options?: CallOptions): Promise<void> {
    const form = { webhook_id: given.webhookId, validation_code: given.validationCode };
    await this.#http.post("/v1/api/confirmhook", { form, ...options });
  }

  async remove(targetUrl: string, options?: CallOptions): Promise<void> {
    await this.#http.post("/v1/api/removehook", { form: { target_url: targetUrl }, ...options });
  }
}

/** The id comes as bare text, which is JSON only when it happens to be a number. */
function bareTextOf(error: unknown): string | undefined {
  if (!isProviderError(error) || error.kind !== "unexpected_answer" || error.status !== 200) return undefined;
  return typeof error.body === "string" && /^[\w-]{1,100}$/.test(error.body) ? error.body : undefined;
}
