import "server-only";
import { and, eq } from "drizzle-orm";
import type { OpenAccount } from "#lib/accounts/accounts.ts";
import { db } from "#lib/db/client.ts";
import { webhookRegistrations } from "#lib/db/schema/inbox.ts";
import { publishLive } from "#lib/live/publish.ts";
import type { CallOptions } from "#lib/providers/provider.ts";
import type { ClaimedEvent, EventOutcome } from "./claim.ts";
import type { NormalEvent } from "./normalise/normal-event.ts";
import { outcome } from "./outcome.ts";

/** How long to wait for a webhook that somebody may just be making, try by try. */
const patience = [1_000, 5_000, 20_000];

/**
 * Ziggeo asks first whether an address wants its events (shared/protocols/ziggeo.md, section 11). A question without a
 * code is answered by having been received; a code is handed back only for a webhook that was made here, so that
 * nobody can subscribe this inbox to something of theirs.
 */
export async function answerHandshake(
  { connection: { connectionId }, provider }: OpenAccount,
  normal: NormalEvent,
  { attempts, ...options }: CallOptions & Pick<ClaimedEvent, "attempts">,
): Promise<EventOutcome> {
  if (normal.subject.kind !== "handshake") return outcome("ignored", normal);
  const { webhookId, code } = normal.subject;
  if (code === null || webhookId === null) {
    return outcome("processed", normal, {
      trust: "claimed",
      reason: "The provider asked whether this address listens. It does.",
    });
  }
  const registration = and(
    eq(webhookRegistrations.connectionId, connectionId),
    eq(webhookRegistrations.providerWebhookId, webhookId),
  );
  const [made] = await db().select().from(webhookRegistrations).where(registration);
  // The provider may ask before its answer to our making the webhook has come back to us.
  if (!made && attempts <= patience.length) {
    const delayMs = patience[attempts - 1] ?? 0;
    return outcome("waiting", normal, { trust: "claimed", dueAt: new Date(Date.now() + delayMs) });
  }
  if (!made || !provider.webhooks?.confirm) {
    return outcome("ignored", normal, {
      trust: "claimed",
      reason: "Nobody here asked for this webhook, so it was not confirmed.",
    });
  }
  await provider.webhooks.confirm({ providerWebhookId: webhookId, code }, options);
  await db().update(webhookRegistrations).set({ state: "active", reason: null }).where(registration);
  publishLive({ type: "connection", connectionId });
  return outcome("processed", normal, { trust: "confirmed", reason: "The webhook is confirmed and active." });
}
