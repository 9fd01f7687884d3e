import type { CallOptions, ProviderWebhook, WebhookRegistry } from "../provider.ts";
import type { NotificationsResource } from "./notifications.ts";
import {
  type NotificationEvent,
  notificationEvents,
  type WireFactory,
  type WireNotifications,
} from "./wire.ts";

interface Factories {
  readonly list: (options?: CallOptions) => Promise<readonly WireFactory[]>;
  readonly choose: (factoryId: string | undefined, options?: CallOptions) => Promise<WireFactory>;
}

/** One webhook a factory: its notifications (shared/protocols/telestream.md, section 5.5). */
export function buildWebhookRegistry(
  notifications: NotificationsResource,
  factories: Factories,
): WebhookRegistry {
  return {
    events: notificationEvents,
    isPerDestination: true,
    async list(options) {
      const all = await factories.list(options);
      const found = await Promise.all(
        all.map(async (factory) => toWebhook(factory, await notifications.get(factory.id, options))),
      );
      return found.filter((webhook) => webhook !== undefined);
    },
    async create({ url, events, destinationId }, options) {
      const factory = await factories.choose(destinationId, options);
      const changed = await notifications.update(factory.id, { url, events: toFlags(events) }, options);
      return toWebhook(factory, changed) ?? describe(factory, url, events);
    },
    async remove({ providerWebhookId }, options) {
      await notifications.update(providerWebhookId, { url: "", events: toFlags([]) }, options);
    },
  };
}

const toFlags = (events: readonly string[]): Record<NotificationEvent, boolean> => ({
  video_created: events.includes("video_created"),
  video_encoded: events.includes("video_encoded"),
  encoding_progress: events.includes("encoding_progress"),
  encoding_completed: events.includes("encoding_completed"),
});

function toWebhook(factory: WireFactory, { url, events }: WireNotifications): ProviderWebhook | undefined {
  if (!url) return undefined;
  return describe(
    factory,
    url,
    notificationEvents.filter((event) => events?.[event]),
  );
}

const describe = (factory: WireFactory, url: string, events: readonly string[]): ProviderWebhook => ({
  providerWebhookId: factory.id,
  url,
  events,
  createdAt: null,
  signingKey: null,
  destination: { destinationId: factory.id, name: factory.name },
});
