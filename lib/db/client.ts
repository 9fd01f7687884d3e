import path from "node:path";
import { type Env, env } from "#lib/env.ts";
import type { Database, PostgresHandle, PostgresLocation } from "#lib/postgres/open-postgres.ts";

// Next loads this module up to three times in one process; they must all see the one open database.
const key = Symbol.for("reelyard.dashboard.postgres");
const shared = globalThis as typeof globalThis & { [key]?: PostgresHandle | undefined };

/** Where the dashboard's database is, by the environment. */
export function dashboardDatabaseLocation(settings: Env = env()): PostgresLocation {
  const { databaseUrl, dataDir } = settings;
  return {
    url: databaseUrl,
    directory: path.join(dataDir, "dashboard", "db"),
    migrationsFolder: path.resolve("lib/db/migrations"),
  };
}

/**
 * Opens the dashboard's database and brings its schema up to date. Called once at boot, under the data
 * directory's lock; everyone else uses `db()`.
 */
export async function openDatabase(location = dashboardDatabaseLocation()): Promise<PostgresHandle> {
  if (shared[key]) throw new Error("The dashboard's database is already open in this process.");
  const { openPostgres } = await import("#lib/postgres/open-postgres.ts");
  const handle = await openPostgres(location);
  shared[key] = handle;
  return handle;
}

/** The open database with its driver's extras (LISTEN, plain SQL, pg-boss options). */
export function dashboardPostgres(): PostgresHandle {
  const handle = shared[key];
  if (!handle) throw new Error("The dashboard's database is not open: openDatabase() comes first.");
  return handle;
}

/** The open database as drizzle sees it. */
export function db(): Database {
  return dashboardPostgres().db;
}

/** Closes what `openDatabase` opened; harmless when nothing is open. */
export async function closeDatabase(): Promise<void> {
  const handle = shared[key];
  shared[key] = undefined;
  await handle?.close();
}
