import "server-only";
import { and, eq } from "drizzle-orm";
import { db } from "#lib/db/client.ts";
import { webhookRegistrations } from "#lib/db/schema/inbox.ts";
import type { ProviderWebhook } from "#lib/providers/provider.ts";

export type Registration = typeof webhookRegistrations.$inferSelect;

/** What was registered through us for a connection. */
export async function listRegistrations(connectionId: string): Promise<Registration[]> {
  return db().select().from(webhookRegistrations).where(eq(webhookRegistrations.connectionId, connectionId));
}

export async function rememberRegistration(
  connectionId: string,
  { providerWebhookId, url, events }: Pick<ProviderWebhook, "providerWebhookId" | "url" | "events">,
  state: Registration["state"],
): Promise<void> {
  const values = { url, events: [...events], state, reason: null };
  await db()
    .insert(webhookRegistrations)
    .values({ connectionId, providerWebhookId, ...values })
    .onConflictDoUpdate({
      target: [webhookRegistrations.connectionId, webhookRegistrations.providerWebhookId],
      set: values,
    });
}

export async function forgetRegistration(connectionId: string, providerWebhookId: string): Promise<void> {
  await db()
    .delete(webhookRegistrations)
    .where(
      and(
        eq(webhookRegistrations.connectionId, connectionId),
        eq(webhookRegistrations.providerWebhookId, providerWebhookId),
      ),
    );
}
