// A process of its own that imports one connection into a database directory, for tests that kill it.
// node --import ./scripts/server-only.mjs tests/support/import-child.ts <directory> <connection id> <master key, hex>
import path from "node:path";
import process from "node:process";
import { openAccount } from "#lib/accounts/accounts.ts";
import { closeDatabase, openDatabase } from "#lib/db/client.ts";
import { walkConnection } from "#lib/features/sync/walk-connection.ts";
import { loadKeyring } from "#lib/secrets/keyring.ts";
import { databaseUrlFor } from "./postgres.ts";

const [directory = "", connectionId = "", masterKey = ""] = process.argv.slice(2);
const postgres = await openDatabase({
  url: await databaseUrlFor(directory),
  directory: path.join(directory, "db"),
  migrationsFolder: path.resolve("lib/db/migrations"),
});
await loadKeyring(postgres.db, Buffer.from(masterKey, "hex"));
const { met } = await walkConnection(await openAccount(connectionId), new AbortController().signal);
await closeDatabase();
console.log(`met ${met}`);
