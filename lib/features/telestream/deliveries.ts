import "server-only";
import { inWords, readInWords } from "#lib/accounts/in-words.ts";
import { recordAudit } from "#lib/auth/audit.ts";
import { DomainError } from "#lib/domain/errors.ts";
import type { Viewer } from "#lib/domain/user.ts";
import type { WireDelivery } from "#lib/providers/telestream/wire.ts";
import { callTimeoutMs, openTelestream } from "./open-telestream.ts";
import type {
  DeliveriesRequest,
  DeliveryPage,
  FactoryDelivery,
  ResendDeliveryInput,
} from "./schema/delivery.ts";

const pageSize = 20;

/** What a factory's receiver was told and how it took it, newest first. The vendor keeps no log that can be read. */
export async function listDeliveries(
  _viewer: Viewer,
  { connectionId, factoryId, page }: DeliveriesRequest,
): Promise<DeliveryPage> {
  const { client } = await openLocal(connectionId);
  const query = { factory_id: factoryId, page, per_page: pageSize };
  const found = await readInWords(() => client.notifications.deliveries(query, { timeoutMs: callTimeoutMs }));
  return { items: found.deliveries.map(toFactoryDelivery), page, pageSize, total: found.total };
}

/** Once more, now, whatever became of it. */
export async function resendDelivery(
  viewer: Viewer,
  { connectionId, factoryId, deliveryId }: ResendDeliveryInput,
): Promise<void> {
  const { client } = await openLocal(connectionId);
  await inWords(() => client.notifications.resend(deliveryId, { timeoutMs: callTimeoutMs }));
  await recordAudit(viewer, {
    action: "factory.resend-notification",
    subject: deliveryId,
    connectionId,
    detail: { factoryId },
  });
}

async function openLocal(connectionId: string) {
  const open = await openTelestream(connectionId);
  if (!open.account.isLocal) {
    throw new DomainError("invalid", "This service keeps no log of its notifications that can be read.");
  }
  return open;
}

function toFactoryDelivery(delivery: WireDelivery): FactoryDelivery {
  const { next_attempt_at_ms: nextMs } = delivery;
  return {
    deliveryId: delivery.id,
    event: delivery.event,
    videoId: delivery.event === "test" ? null : delivery.subject,
    host: URL.parse(delivery.url)?.host ?? delivery.url,
    state: delivery.state,
    attempts: delivery.attempts.map((attempt) => ({
      at: new Date(attempt.at_ms).toISOString(),
      durationMs: attempt.duration_ms,
      status: attempt.status,
      failure: attempt.failure,
      responseExcerpt: attempt.response_excerpt,
    })),
    nextAttemptAt: nextMs === null ? null : new Date(nextMs).toISOString(),
    createdAt: new Date(delivery.created_at_ms).toISOString(),
  };
}
