import type { Http } from "../http.ts";
import type { CallOptions } from "../provider.ts";
import { type NotificationEvent, type WireNotifications, wireNotifications } from "./wire.ts";

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
}
