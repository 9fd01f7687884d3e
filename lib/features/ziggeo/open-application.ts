import "server-only";
import { type ConnectionRow, getConnectionRow, toAccount } from "#lib/accounts/accounts.ts";
import { DomainError } from "#lib/domain/errors.ts";
import { type ZiggeoClient, ziggeoClient } from "#lib/providers/ziggeo/client.ts";

export interface OpenApplication {
  readonly connection: ConnectionRow;
  readonly client: ZiggeoClient;
  /** Secrets among them: for Ziggeo, and for what is made with them here. */
  readonly fields: Readonly<Record<string, string>>;
}

/** An application at Ziggeo, secrets opened. Throws `DomainError` for another provider's connection. */
export async function openApplication(connectionId: string): Promise<OpenApplication> {
  const connection = await getConnectionRow(connectionId);
  if (connection.provider !== "ziggeo") {
    throw new DomainError("invalid", `${connection.name} is no application at Ziggeo.`);
  }
  const account = await toAccount(connection);
  return { connection, client: ziggeoClient(account), fields: account.fields };
}
