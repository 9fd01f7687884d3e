import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { serverSecrets } from "#lib/db/schema/data-keys.ts";
import type { Database } from "#lib/postgres/open-postgres.ts";
import { openSecret, sealSecret } from "./seal.ts";

/** The place a server secret is bound to when sealed. */
export const serverSecretPlace = (name: string) => ({
  table: "server_secrets",
  rowId: name,
  column: "sealed",
});

/**
 * A random secret of 256 bits the server keeps for itself under `name`: made once, sealed, the same for every
 * dashboard on this database. Needs the key ring.
 */
export async function ensureServerSecret(db: Database, name: string): Promise<string> {
  const place = serverSecretPlace(name);
  await db
    .insert(serverSecrets)
    .values({ name, sealed: sealSecret(randomBytes(32).toString("base64url"), place) })
    .onConflictDoNothing();
  const [row] = await db.select().from(serverSecrets).where(eq(serverSecrets.name, name));
  if (!row) throw new Error(`The server secret ${name} is missing right after it was made.`);
  return openSecret(row.sealed, place);
}
