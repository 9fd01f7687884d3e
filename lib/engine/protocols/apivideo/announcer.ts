import { signWebhook } from "#lib/providers/apivideo/signature.ts";
import type { WebhookEvent, WireWebhookBody } from "#lib/providers/apivideo/wire/webhooks.ts";
import type { NewDelivery } from "../../deliveries/types.ts";
import type { Engine } from "../../engine.ts";
import { toAtom } from "./times.ts";
import type { WebhookStore } from "./webhook-store.ts";

export const deliveryKind = "apivideo-webhook";

const minute = 60_000;
const hour = 60 * minute;
/** Eight times in all, over a little more than a day: the schedule that Svix made usual. */
export const retryDelaysMs = [5_000, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 8 * hour, 10 * hour];

type Announcement = WireWebhookBody extends infer Body
  ? Body extends { type: WebhookEvent }
    ? {
        [Name in keyof Body as string extends Name
          ? never
          : Name extends "emittedAt"
            ? never
            : Name]: Body[Name];
      }
    : never
  : never;

/** Tells every webhook that wants to know of what happened, signed with its own secret. */
export class Announcer {
  readonly #engine: Engine;
  readonly #webhooks: WebhookStore;

  constructor(engine: Engine, webhooks: WebhookStore) {
    this.#engine = engine;
    this.#webhooks = webhooks;
  }

  async announce(announcement: Announcement): Promise<void> {
    for (const delivery of await this.deliveriesOf(announcement))
      await this.#engine.deliveries.send(delivery);
  }

  /** What tells of it, one for each webhook, for whoever sends them within a transaction. */
  async deliveriesOf({ type, ...rest }: Announcement): Promise<NewDelivery[]> {
    const emittedAt = toAtom(this.#engine.clock.now());
    const body = Buffer.from(JSON.stringify({ type, emittedAt, ...rest }));
    const webhooks = await this.#webhooks.listFor(type);
    return webhooks.map((webhook) => ({
      account: this.#engine.accounts.apivideo,
      kind: deliveryKind,
      subject: webhook.webhookId,
      event: type,
      url: webhook.url,
      headers: {
        "content-type": "application/json",
        "X-Api-Video-WebhookID": webhook.webhookId,
        "X-Api-Video-Signature": signWebhook(body, webhook.signatureSecret),
      },
      body,
      retryDelaysMs,
    }));
  }
}
