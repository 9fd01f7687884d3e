import { and, eq, isNull } from "drizzle-orm";
import { db } from "#lib/db/client.ts";
import { connectionSecrets, connections } from "#lib/db/schema/connections.ts";
import { DomainError } from "#lib/domain/errors.ts";
import { env } from "#lib/env.ts";
import type { ProviderAccount, VideoProvider } from "#lib/providers/provider.ts";
import { providerFor } from "#lib/providers/registry.ts";
import { reloadKeyring } from "#lib/secrets/keyring.ts";
import { canOpen, openSecret } from "#lib/secrets/seal.ts";
import { toBrowserUrl as moveUrl, type UrlBase } from "./browser-url.ts";

export type ConnectionRow = typeof connections.$inferSelect;

export interface OpenAccount {
  readonly connection: ConnectionRow;
  readonly provider: VideoProvider;
}

/** The place a connection's secret is bound to when sealed. */
export const secretPlace = (connectionId: string, field: string) => ({
  table: "connection_secrets",
  rowId: connectionId,
  column: field,
});

// Until its keys or address change. One per module instance: a client's errors stay `instanceof` for its callers.
const opened = new Map<string, { version: number; provider: VideoProvider }>();

/**
 * The connection and a client for it, secrets opened. Server only.
 * Throws `DomainError` not_found when there is no such connection (any more).
 */
export async function openAccount(connectionId: string): Promise<OpenAccount> {
  const connection = await getConnectionRow(connectionId);
  const known = opened.get(connectionId);
  if (known?.version === connection.version) return { connection, provider: known.provider };
  const provider = providerFor(await toAccount(connection));
  opened.set(connectionId, { version: connection.version, provider });
  return { connection, provider };
}

/** The account as a client takes it, secrets opened. */
export async function toAccount(connection: ConnectionRow): Promise<ProviderAccount> {
  const { connectionId, provider, baseUrl, isLocal, settings } = connection;
  return { provider, baseUrl, isLocal, fields: { ...settings, ...(await openSecrets(connectionId)) } };
}

/** Every secret of a connection by field name. They go to a provider's client and nowhere else. */
export async function openSecrets(connectionId: string): Promise<Record<string, string>> {
  const rows = await db()
    .select({ field: connectionSecrets.field, sealed: connectionSecrets.sealed })
    .from(connectionSecrets)
    .where(eq(connectionSecrets.connectionId, connectionId));
  if (!rows.every(({ sealed }) => canOpen(sealed))) await reloadKeyring(db());
  return Object.fromEntries(
    rows.map(({ field, sealed }) => [field, openSecret(sealed, secretPlace(connectionId, field))]),
  );
}

/** The row, unless removed. Throws `DomainError` not_found. */
export async function getConnectionRow(connectionId: string): Promise<ConnectionRow> {
  const [row] = await db()
    .select()
    .from(connections)
    .where(and(eq(connections.connectionId, connectionId), isNull(connections.removedAt)));
  if (!row) throw new DomainError("not_found", "That connection no longer exists.");
  return row;
}

/** Every connection that a person can see. */
export async function listConnectionRows(): Promise<ConnectionRow[]> {
  return db().select().from(connections).where(isNull(connections.removedAt));
}

/** A provider's URL as a browser reaches it; null when it is not one a browser may be given. */
export function toBrowserUrl(connection: UrlBase, url: string | null): string | null {
  return url === null ? null : moveUrl(connection, url, env().enginePublicUrl);
}
