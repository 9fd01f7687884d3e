import { and, count, desc, eq, inArray, lt, or, type SQL, sql } from "drizzle-orm";
import type { Database } from "#lib/postgres/open-postgres.ts";
import { type RenditionRow, renditionTable, toEngineRendition } from "../db/schema/rendition.ts";
import type { EngineAccount, EngineLibrary, EngineRendition } from "./types.ts";

/**
 * Renditions as rows. A rendition goes queued → encoding → success | fail | cancelled; only `retry` leads back.
 * Every write of a running encode carries its claim's token, so that a process which lost the job changes nothing.
 */

export type RenditionQuery = Parameters<EngineLibrary["listRenditions"]>[1];

export async function findRendition(
  db: Database,
  account: EngineAccount,
  renditionId: string,
): Promise<EngineRendition | undefined> {
  const [row] = await db.select().from(renditionTable).where(isOwn(account, renditionId));
  return row && toEngineRendition(row);
}

export async function listRenditions(
  db: Database,
  account: EngineAccount,
  query: RenditionQuery,
): Promise<{ items: EngineRendition[]; total: number }> {
  const conditions: SQL[] = [eq(renditionTable.accountId, account.accountId)];
  if (query.assetId !== undefined) conditions.push(eq(renditionTable.assetId, query.assetId));
  if (query.containerId !== undefined) conditions.push(eq(renditionTable.containerId, query.containerId));
  if (query.profileId !== undefined) conditions.push(eq(renditionTable.profileId, query.profileId));
  if (query.profileName !== undefined) conditions.push(eq(renditionTable.profileName, query.profileName));
  const status = statuses.find((known) => known === query.status);
  if (query.status !== undefined && !status) return { items: [], total: 0 };
  if (status) conditions.push(eq(renditionTable.status, status));
  if (query.statuses) conditions.push(inArray(renditionTable.status, [...query.statuses]));
  const where = and(...conditions);
  const [rows, [counted]] = await Promise.all([
    db
      .select()
      .from(renditionTable)
      .where(where)
      .orderBy(desc(renditionTable.createdAt), desc(renditionTable.sequence))
      .limit(query.limit)
      .offset(query.offset),
    db.select({ total: count() }).from(renditionTable).where(where),
  ]);
  return { items: rows.map(toEngineRendition), total: counted?.total ?? 0 };
}

/** Of several assets in one statement; each one's in the order they were asked for. */
export async function renditionsOf(
  db: Database,
  account: EngineAccount,
  assetIds: readonly string[],
): Promise<ReadonlyMap<string, readonly EngineRendition[]>> {
  if (assetIds.length === 0) return new Map();
  const rows = await db
    .select()
    .from(renditionTable)
    .where(
      and(inArray(renditionTable.assetId, [...assetIds]), eq(renditionTable.accountId, account.accountId)),
    )
    .orderBy(renditionTable.createdAt, renditionTable.sequence);
  return Map.groupBy(rows.map(toEngineRendition), (rendition) => rendition.assetId);
}

/**
 * Each one's place in line: how many videos, its own included, have a rendition that was queued no later. One
 * statement, so that all of a page count the same.
 */
export async function queuePositions(
  db: Database,
  renditionIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (renditionIds.length === 0) return new Map();
  const { rows } = (await db.execute(sql`
    SELECT rendition_id, position::int AS position FROM (
      SELECT rendition_id, sum(is_first) OVER (ORDER BY queued_at, sequence) AS position FROM (
        SELECT rendition_id, queued_at, sequence,
          (row_number() OVER (PARTITION BY asset_id ORDER BY queued_at, sequence) = 1)::int AS is_first
        FROM rendition WHERE status = 'queued') AS line) AS placed
    WHERE rendition_id IN ${[...renditionIds]}`)) as unknown as {
    rows: { rendition_id: string; position: number }[];
  };
  return new Map(rows.map((row) => [row.rendition_id, row.position]));
}

/** One try of one job. Its number is the fence: tries only take over from earlier ones. */
export interface Claimant {
  readonly jobId: string;
  readonly attempt: number;
}

/** What a job may take of its asset: the queued, and what an earlier try had begun before its process died. */
export async function listClaimable(db: Database, assetId: string, job: Claimant): Promise<RenditionRow[]> {
  return db
    .select()
    .from(renditionTable)
    .where(and(eq(renditionTable.assetId, assetId), isClaimable(job)))
    .orderBy(renditionTable.queuedAt, renditionTable.sequence);
}

/** Takes them for a try, in the order given; those that were cancelled or taken meanwhile are left out. */
export async function claimRenditions(
  db: Database,
  renditionIds: readonly string[],
  claim: Claimant & { token: string; now: Date },
): Promise<RenditionRow[]> {
  const rows = await db
    .update(renditionTable)
    .set({
      status: "encoding",
      jobId: claim.jobId,
      jobAttempt: claim.attempt,
      claimToken: claim.token,
      progressPercent: 0,
      remainingSeconds: null,
      startedAt: claim.now,
      finishedAt: null,
      updatedAt: claim.now,
    })
    .where(and(inArray(renditionTable.renditionId, [...renditionIds]), isClaimable(claim)))
    .returning();
  return rows.sort((a, b) => renditionIds.indexOf(a.renditionId) - renditionIds.indexOf(b.renditionId));
}

/** Back into the queue, at their old place: the engine stops in the middle of the try. */
export async function releaseRenditions(db: Database, token: string, now: Date): Promise<void> {
  await db
    .update(renditionTable)
    .set({ status: "queued", progressPercent: 0, remainingSeconds: null, startedAt: null, updatedAt: now })
    .where(heldBy(token));
}

/** All renditions of an asset, whoever it belongs to: for jobs. */
export async function readRenditions(db: Database, assetId: string): Promise<RenditionRow[]> {
  return db
    .select()
    .from(renditionTable)
    .where(eq(renditionTable.assetId, assetId))
    .orderBy(renditionTable.sequence);
}

/** The ids that are still this claim's: those missing were cancelled, removed, or taken over. */
export async function storeProgress(
  db: Database,
  token: string,
  renditionIds: readonly string[],
  progress: { percent: number; remainingSeconds: number | null; now: Date },
): Promise<string[]> {
  const rows = await db
    .update(renditionTable)
    .set({
      progressPercent: progress.percent,
      remainingSeconds: progress.remainingSeconds,
      updatedAt: progress.now,
    })
    .where(and(heldBy(token), inArray(renditionTable.renditionId, [...renditionIds])))
    .returning({ renditionId: renditionTable.renditionId });
  return rows.map((row) => row.renditionId);
}

/** False when the claim no longer holds: nothing was written, and the caller's files are to go. */
export async function finishRendition(
  db: Database,
  token: string,
  renditionId: string,
  outcome: Pick<
    typeof renditionTable.$inferInsert,
    "status" | "files" | "facts" | "errorClass" | "errorMessage" | "logKey"
  > & { now: Date },
): Promise<boolean> {
  const { now, ...changes } = outcome;
  const rows = await db
    .update(renditionTable)
    .set({
      ...changes,
      ...(changes.status === "success" ? { progressPercent: 100 } : {}),
      remainingSeconds: null,
      finishedAt: now,
      updatedAt: now,
    })
    .where(and(heldBy(token), eq(renditionTable.renditionId, renditionId)))
    .returning({ renditionId: renditionTable.renditionId });
  return rows.length > 0;
}

/** Undefined when it is not there, not the account's, or not in one of `from`. */
export async function moveRendition(
  db: Database,
  account: EngineAccount,
  renditionId: string,
  from: readonly EngineRendition["status"][],
  changes: Partial<typeof renditionTable.$inferInsert>,
): Promise<RenditionRow | undefined> {
  const [row] = await db
    .update(renditionTable)
    .set(changes)
    .where(and(isOwn(account, renditionId), inArray(renditionTable.status, [...from])))
    .returning();
  return row;
}

function isOwn(account: EngineAccount, renditionId: string): SQL | undefined {
  return and(eq(renditionTable.renditionId, renditionId), eq(renditionTable.accountId, account.accountId));
}

const isClaimable = ({ jobId, attempt }: Claimant) =>
  or(
    eq(renditionTable.status, "queued"),
    and(
      eq(renditionTable.status, "encoding"),
      eq(renditionTable.jobId, jobId),
      lt(renditionTable.jobAttempt, attempt),
    ),
  );

const heldBy = (token: string) =>
  and(eq(renditionTable.claimToken, token), eq(renditionTable.status, "encoding"));

const statuses = ["queued", "encoding", "success", "fail", "cancelled"] as const;
