import "server-only";
import { type ConnectionRow, getConnectionRow, toAccount } from "#lib/accounts/accounts.ts";
import { DomainError } from "#lib/domain/errors.ts";
import type { ProviderAccount } from "#lib/providers/provider.ts";
import { type TelestreamClient, telestreamClient } from "#lib/providers/telestream/client.ts";

export interface OpenTelestream {
  readonly connection: ConnectionRow;
  readonly account: ProviderAccount;
  readonly client: TelestreamClient;
}

/** Somebody waits: for a page that is being made, or behind another action of theirs. */
export const callTimeoutMs = 5_000;

/** The whole of Telestream for one connection, secrets opened. Throws `DomainError` for another provider's. */
export async function openTelestream(connectionId: string): Promise<OpenTelestream> {
  const connection = await getConnectionRow(connectionId);
  if (connection.provider !== "telestream") {
    throw new DomainError("invalid", `${connection.name} is not an account at Telestream Cloud Flip.`);
  }
  const account = await toAccount(connection);
  return { connection, account, client: telestreamClient(account) };
}
