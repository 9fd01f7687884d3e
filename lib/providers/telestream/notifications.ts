import type { Http } from "../http.ts";
import { path } from "../path.ts";
import type { CallOptions } from "../provider.ts";
import type { PageQuery } from "./lists.ts";
import {
  type NotificationEvent,
  type WireDelivery,
  type WireDeliveryPage,
  type WireNotifications,
  wireDelivery,
  wireDeliveryPage,
  wireNotifications,
} from "./wire.ts";

export interface NotificationChanges {
  readonly url?: string;
  readonly delay?: number;
  readonly send_video_payload?: boolean;
  readonly events?: Partial<Readonly<Record<NotificationEvent, boolean>>>;
}

/** Who hears of a factory's work (`telestream.md` §5.5). */
export class NotificationsResource {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  get(factoryId: string, options?: CallOptions): Promise<WireNotifications> {
    const query = { factory_id: factoryId };
    return this.#http.get("/notifications.json", { query, schema: wireNotifications, ...options });
  }

  /** Only what is named changes. */
  update(
    factoryId: string,
    { events = {}, ...changes }: NotificationChanges,
    options?: CallOptions,
  ): Promise<WireNotifications> {
    const nested = Object.entries(events).map(([event, isOn]) => [`events[${event}]`, isOn]);
    const form = { factory_id: factoryId, ...changes, ...Object.fromEntries(nested) };
    return this.#http.put("/notifications.json", { form, schema: wireNotifications, ...options });
  }

  /** Our engine alone (decision 0003): sends the factory's receiver a test, at once, and not again. */
  sendTest(factoryId: string, options?: CallOptions): Promise<WireDelivery> {
    const form = { factory_id: factoryId };
    return this.#http.post("/reelyard/notifications/test.json", { form, schema: wireDelivery, ...options });
  }

  /** Our engine alone: what it told receivers, newest first. `subject` is a video's id, or a factory's for tests. */
  deliveries(
    query: PageQuery & { factory_id?: string; subject?: string } = {},
    options?: CallOptions,
  ): Promise<WireDeliveryPage> {
    return this.#http.get("/reelyard/deliveries.json", {
      query: { ...query },
      schema: wireDeliveryPage,
      ...options,
    });
  }

  /** Our engine alone: once more, now. */
  async resend(deliveryId: string, options?: CallOptions): Promise<void> {
    await this.#http.post(path`/reelyard/deliveries/${deliveryId}/resend.json`, options);
  }
}
