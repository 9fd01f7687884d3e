import { mkdir } from "node:fs/promises";
import { PGlite } from "@electric-sql/pglite";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";
import { sql } from "drizzle-orm";
import { drizzle as drizzleNodePostgres } from "drizzle-orm/node-postgres";
import { migrate as migrateNodePostgres } from "drizzle-orm/node-postgres/migrator";
import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import { drizzle as drizzlePglite } from "drizzle-orm/pglite";
import { migrate as migratePglite } from "drizzle-orm/pglite/migrator";
import pg from "pg";
import { fromPglite } from "pg-boss";
import { keepBaselineWasm } from "./keep-baseline-wasm.ts";
import { refuseNewerSchema } from "./newer-schema.ts";

/** The one dialect both drivers share. `execute` answers `{ rows }` on either. */
export type Database = PgDatabase<PgQueryResultHKT, Record<string, never>>;

export interface PostgresHandle {
  readonly backend: "pglite" | "postgres";
  readonly db: Database;
  /** Plain SQL with `$1` parameters, for the few places where the query builder is in the way. */
  query<Row>(text: string, parameters?: readonly unknown[]): Promise<Row[]>;
  /**
   * Calls back with each payload sent by `NOTIFY channel`; resolves to the way to stop. `onGap` is called when the
   * connection was lost and is back: payloads sent meanwhile are gone.
   */
  listen(
    channel: string,
    onPayload: (payload: string) => void,
    onGap?: () => void,
  ): Promise<() => Promise<void>>;
  /** Options for `new PgBoss({ ...forPgBoss(), schema })`. */
  forPgBoss(): { db: ReturnType<typeof fromPglite>; backend: "pglite" } | { connectionString: string };
  close(): Promise<void>;
}

export interface PostgresLocation {
  /** A server; when absent the database is embedded in `directory`. */
  readonly url?: string | undefined;
  readonly directory: string;
  readonly migrationsFolder: string;
  readonly poolSize?: number;
}

/**
 * Opens the database, embedded or served, and brings its schema up to date.
 * The caller holds the data directory's lock: PGlite itself lets two processes in.
 */
export async function openPostgres(location: PostgresLocation): Promise<PostgresHandle> {
  const handle = await (location.url ? openServer(location, location.url) : openEmbedded(location));
  try {
    await refuseNewerSchema(handle.query, location.migrationsFolder);
  } catch (error) {
    await handle.close();
    throw error;
  }
  return handle;
}

async function openEmbedded({ directory, migrationsFolder }: PostgresLocation): Promise<PostgresHandle> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  keepBaselineWasm();
  const pglite = await PGlite.create({
    dataDir: directory,
    extensions: { pg_trgm },
    // Postgres' default of 128 MB buys nothing in one process; 16 MB saves about 200 MB of memory.
    startParams: [
      ...PGlite.defaultStartParams,
      "-c",
      "shared_buffers=16MB",
      // Every table and index it has met stays open up to this; some systems allow a process 256 files in all.
      "-c",
      "max_files_per_process=100",
    ],
  });
  const db = drizzlePglite(pglite);
  await migratePglite(db, { migrationsFolder });
  return {
    backend: "pglite",
    db: db as unknown as Database,
    query: async <Row>(text: string, parameters: readonly unknown[] = []) =>
      (await pglite.query<Row>(text, [...parameters])).rows,
    listen: (channel, onPayload) => pglite.listen(channel, onPayload),
    forPgBoss: () => ({ db: fromPglite(pglite), backend: "pglite" }),
    close: () => pglite.close(),
  };
}

/** Two processes migrating an empty server at once: all but one would be rejected without this lock. */
const migrationLockKey = 7_335_001;

async function openServer(location: PostgresLocation, url: string): Promise<PostgresHandle> {
  const pool = new pg.Pool({ connectionString: url, max: location.poolSize ?? 10 });
  // An idle connection the server drops must not end the process; the next query opens a new one.
  pool.on("error", () => {});
  const db = drizzleNodePostgres(pool);
  const migrator = await pool.connect();
  try {
    await migrator.query("SELECT pg_advisory_lock($1)", [migrationLockKey]);
    await migrateNodePostgres(drizzleNodePostgres(migrator), { migrationsFolder: location.migrationsFolder });
  } finally {
    await migrator.query("SELECT pg_advisory_unlock($1)", [migrationLockKey]);
    migrator.release();
  }
  return {
    backend: "postgres",
    db: db as unknown as Database,
    query: async <Row>(text: string, parameters: readonly unknown[] = []) =>
      (await pool.query(text, [...parameters])).rows as Row[],
    listen: (channel, onPayload, onGap) => listenOn(url, channel, onPayload, onGap),
    forPgBoss: () => ({ connectionString: url }),
    close: () => pool.end(),
  };
}

/** A connection of its own, opened again a second after it breaks, until stopped. */
async function listenOn(
  url: string,
  channel: string,
  onPayload: (payload: string) => void,
  onGap: () => void = () => {},
) {
  let stopped = false;
  let current: pg.Client | undefined;
  const open = async () => {
    const client = new pg.Client({ connectionString: url });
    client.on("notification", (message) => onPayload(message.payload ?? ""));
    client.on("error", () => client.end().catch(() => {}));
    await client.connect();
    await client.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
    // Only of a connection that stood: one that failed to open is tried again by whoever opened it.
    client.once("end", openAgain);
    current = client;
  };
  const openAgain = () => {
    if (stopped) return;
    setTimeout(() => {
      open().then(onGap, openAgain);
    }, 1000).unref();
  };
  await open();
  return async () => {
    stopped = true;
    await current?.end();
  };
}

/** Sends after the caller's transaction: NOTIFY inside each one takes a global commit lock. */
export async function notify(handle: PostgresHandle, channel: string, payload: string): Promise<void> {
  await handle.db.execute(sql`SELECT pg_notify(${channel}, ${payload})`);
}
