import { eq, inArray } from "drizzle-orm";
import type { Database } from "#lib/postgres/open-postgres.ts";
import { doomedFileTable } from "../db/schema/doomed-file.ts";
import type { EngineStorage } from "../storage.ts";

/** In the transaction that removes the rows. */
export async function doomFiles(db: Pick<Database, "insert">, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  const rows = [...new Set(keys)].map((key) => ({ key }));
  await db.insert(doomedFileTable).values(rows).onConflictDoNothing();
}

/**
 * In the transaction whose row now refers to them: a file that is written before its row is doomed first, so that
 * a process killed in between leaves nothing behind.
 */
export async function spareFiles(db: Pick<Database, "delete">, keys: readonly string[]): Promise<void> {
  await db.delete(doomedFileTable).where(inArray(doomedFileTable.key, [...keys]));
}

/** Removes the files named, or, at the start, all that an earlier process did not get to. */
export async function removeDoomedFiles(
  db: Database,
  storage: EngineStorage,
  keys?: readonly string[],
): Promise<void> {
  const doomed = keys ?? (await db.select().from(doomedFileTable)).map((row) => row.key);
  for (const key of doomed) {
    await storage.remove(key);
    await db.delete(doomedFileTable).where(eq(doomedFileTable.key, key));
  }
}
