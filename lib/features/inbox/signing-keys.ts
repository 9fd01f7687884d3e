import "server-only";
import { eq } from "drizzle-orm";
import type { OpenAccount } from "#lib/accounts/accounts.ts";
import { signingKeyPlace } from "#lib/accounts/inbox-secrets.ts";
import { db } from "#lib/db/client.ts";
import { inboxSigningKeys } from "#lib/db/schema/inbox.ts";
import type { CallOptions } from "#lib/providers/provider.ts";
import { openSecret, sealSecret } from "#lib/secrets/seal.ts";

/** Keeps what a webhook signs with, sealed. */
export async function rememberSigningKey(
  connectionId: string,
  providerWebhookId: string,
  key: string,
): Promise<void> {
  const sealedKey = sealSecret(key, signingKeyPlace(connectionId, providerWebhookId));
  await db()
    .insert(inboxSigningKeys)
    .values({ connectionId, providerWebhookId, sealedKey })
    .onConflictDoUpdate({
      target: [inboxSigningKeys.connectionId, inboxSigningKeys.providerWebhookId],
      set: { sealedKey },
    });
}

/** Every key a connection's events may be signed with. */
export async function openSigningKeys(connectionId: string): Promise<string[]> {
  const rows = await db()
    .select({ id: inboxSigningKeys.providerWebhookId, sealed: inboxSigningKeys.sealedKey })
    .from(inboxSigningKeys)
    .where(eq(inboxSigningKeys.connectionId, connectionId));
  return rows.map(({ id, sealed }) => openSecret(sealed, signingKeyPlace(connectionId, id)));
}

/**
 * Asks the provider for its webhooks' keys: one may have been made elsewhere, or made anew. Keys of webhooks that are
 * gone stay, for what they had still signed. Throws what the provider's client throws.
 */
export async function learnSigningKeys(
  { connection: { connectionId }, provider }: OpenAccount,
  options: CallOptions,
): Promise<void> {
  for (const { providerWebhookId, signingKey } of (await provider.webhooks?.list?.(options)) ?? []) {
    if (signingKey !== null) await rememberSigningKey(connectionId, providerWebhookId, signingKey);
  }
}
