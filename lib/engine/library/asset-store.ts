import { and, asc, count, desc, eq, inArray, type SQL } from "drizzle-orm";
import type { Database } from "#lib/postgres/open-postgres.ts";
import { type AssetRow, assetTable, toEngineAsset } from "../db/schema/asset.ts";
import type { EngineAccount, EngineAsset, EngineLibrary } from "./types.ts";

/** Assets as rows. What it answers is as it was read: files and jobs are the callers' business. */

/** Undefined when there is one of this id. */
export async function insertAsset(
  db: Database,
  row: typeof assetTable.$inferInsert,
): Promise<EngineAsset | undefined> {
  const [inserted] = await db
    .insert(assetTable)
    .values(row)
    .onConflictDoNothing({ target: assetTable.assetId })
    .returning();
  return inserted && toEngineAsset(inserted);
}

/** Whoever it belongs to: for jobs. */
export async function readAsset(db: Database, assetId: string): Promise<AssetRow | undefined> {
  const [row] = await db.select().from(assetTable).where(eq(assetTable.assetId, assetId));
  return row;
}

export async function findAsset(
  db: Database,
  account: EngineAccount,
  assetId: string,
): Promise<EngineAsset | undefined> {
  const [row] = await db.select().from(assetTable).where(isOwn(account, assetId));
  return row && toEngineAsset(row);
}

export async function listAssets(
  db: Database,
  account: EngineAccount,
  query: Parameters<EngineLibrary["listAssets"]>[1],
): Promise<{ items: EngineAsset[]; total: number }> {
  const conditions: (SQL | undefined)[] = [eq(assetTable.accountId, account.accountId)];
  if (query.containerId !== undefined) conditions.push(eq(assetTable.containerId, query.containerId));
  const status = toStatus(query.status);
  if (query.status !== undefined && !status) return { items: [], total: 0 };
  if (status) conditions.push(eq(assetTable.status, status));
  if (query.statuses) conditions.push(inArray(assetTable.status, [...query.statuses]));
  const where = and(...conditions);
  const direction = query.order === "oldest" ? asc : desc;
  const [rows, [counted]] = await Promise.all([
    db
      .select()
      .from(assetTable)
      .where(where)
      .orderBy(direction(assetTable.createdAt), direction(assetTable.sequence))
      .limit(query.limit)
      .offset(query.offset),
    db.select({ total: count() }).from(assetTable).where(where),
  ]);
  return { items: rows.map(toEngineAsset), total: counted?.total ?? 0 };
}

/** Undefined when it is gone. */
export async function changeAsset(
  db: Database,
  assetId: string,
  changes: Partial<typeof assetTable.$inferInsert>,
): Promise<AssetRow | undefined> {
  const [row] = await db.update(assetTable).set(changes).where(eq(assetTable.assetId, assetId)).returning();
  return row;
}

export function isOwn(account: EngineAccount, assetId: string): SQL | undefined {
  return and(eq(assetTable.assetId, assetId), eq(assetTable.accountId, account.accountId));
}

const statuses = ["uploading", "processing", "success", "fail"] as const;
const toStatus = (given: string | undefined) => statuses.find((status) => status === given);
