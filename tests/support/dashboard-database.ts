import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { closeDatabase, openDatabase } from "#lib/db/client.ts";
import type { PostgresHandle } from "#lib/postgres/open-postgres.ts";
import { migrationFolders, placeEmptyDatabase } from "./database-template.ts";
import { databaseUrlFor } from "./postgres.ts";

/**
 * The dashboard's database, empty, in a fresh directory (in the project `postgres`: on the test server), as this
 * process's own until closed.
 */
export async function openTestDatabase(): Promise<{
  postgres: PostgresHandle;
  directory: string;
  close(): Promise<void>;
}> {
  const directory = await mkdtemp(path.join(os.tmpdir(), "reelyard-db-"));
  const url = await databaseUrlFor(directory);
  const migrationsFolder = migrationFolders.dashboard;
  if (!url) await placeEmptyDatabase(path.join(directory, "db"), migrationsFolder);
  const postgres = await openDatabase({ url, directory: path.join(directory, "db"), migrationsFolder });
  return {
    postgres,
    directory,
    async close() {
      await closeDatabase();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
