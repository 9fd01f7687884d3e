import { db } from "#lib/db/client.ts";
import { insertConnection } from "#lib/features/connections/store.ts";

/**
 * A connection to a provider on this machine, its keys sealed, written straight to the database. Marked local so
 * that the network guard lets its address pass.
 */
export async function addTestConnection(
  baseUrl: string,
  {
    provider = "ziggeo",
    name = "Stand-in",
    secrets = { applicationToken: "token-1234-abcd", privateKey: "planted-private-key-9876" },
  }: {
    provider?: Parameters<typeof insertConnection>[1]["provider"];
    name?: string;
    secrets?: Record<string, string>;
  } = {},
): Promise<string> {
  const connectionId = crypto.randomUUID();
  await db().transaction((tx) =>
    insertConnection(tx, { connectionId, provider, name, isLocal: true, baseUrl, settings: {}, secrets }),
  );
  return connectionId;
}
