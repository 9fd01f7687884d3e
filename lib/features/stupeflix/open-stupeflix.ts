import "server-only";
import { type ConnectionRow, getConnectionRow, toAccount } from "#lib/accounts/accounts.ts";
import { DomainError } from "#lib/domain/errors.ts";
import { type StupeflixClient, stupeflixClient } from "#lib/providers/stupeflix/index.ts";

/** Somebody waits: for a page that is being made, or behind another action of theirs. */
export const callOptions = { timeoutMs: 8_000 };

export interface OpenStupeflix {
  readonly connection: ConnectionRow;
  readonly client: StupeflixClient;
}

/** The whole of Stupeflix for one connection, secrets opened. Throws `DomainError` for another provider's. */
export async function openStupeflix(connectionId: string): Promise<OpenStupeflix> {
  const connection = await getConnectionRow(connectionId);
  if (connection.provider !== "stupeflix") {
    throw new DomainError("invalid", `${connection.name} is not an account at Stupeflix Tasks.`);
  }
  return { connection, client: stupeflixClient(await toAccount(connection)) };
}
