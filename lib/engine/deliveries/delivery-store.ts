import { randomBytes, randomUUID } from "node:crypto";
import { and, count, desc, eq, gt, inArray, isNull, lt, lte, max, ne, or, type SQL, sql } from "drizzle-orm";
import type { Database } from "#lib/postgres/open-postgres.ts";
import {
  deliveryAttemptTable as attemptTable,
  type DeliveryRow,
  deliveryTable as table,
} from "../db/schema/delivery.ts";
import type { EngineAccount } from "../library/types.ts";
import type { Delivery, DeliveryAttempt, DeliveryQuery, NewDelivery, Receiver } from "./types.ts";

/** One job's one try; only a later try takes over what an earlier one has claimed. */
export interface Claimant {
  readonly jobId: string;
  readonly attempt: number;
}

/** Longer than any attempt takes: a claim this old belongs to a process that is gone, and to no job any more. */
const claimSeconds = 60;
const mostReceivers = 100;

/** Deliveries as rows. */
export class DeliveryStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async insert(input: NewDelivery, now: Date, db: Pick<Database, "insert"> = this.#db): Promise<Delivery> {
    const [row] = await db
      .insert(table)
      .values({
        deliveryId: randomBytes(16).toString("hex"),
        accountId: input.account.accountId,
        kind: input.kind,
        subject: input.subject,
        event: input.event,
        url: input.url,
        origin: URL.parse(input.url)?.origin ?? "",
        method: input.method ?? "POST",
        headers: input.headers,
        body: input.body,
        retryDelaysMs: input.retryDelaysMs,
        state: "pending",
        nextAttemptAt: input.notBefore && input.notBefore > now ? input.notBefore : now,
        createdAt: now,
      })
      .returning();
    if (!row) throw new Error("The delivery was not inserted.");
    return toDelivery(row, []);
  }

  async list(account: EngineAccount, query: DeliveryQuery): Promise<{ items: Delivery[]; total: number }> {
    const conditions: SQL[] = [eq(table.accountId, account.accountId)];
    if (query.kind !== undefined) conditions.push(eq(table.kind, query.kind));
    if (query.subject !== undefined) conditions.push(eq(table.subject, query.subject));
    if (query.containerId !== undefined) {
      conditions.push(sql`(${table.subject} = ${query.containerId} OR ${table.subject} IN (
        SELECT asset_id FROM asset WHERE container_id = ${query.containerId}))`);
    }
    const where = and(...conditions);
    return this.#db.transaction(async (tx) => {
      const rows = await tx
        .select(shownColumns)
        .from(table)
        .where(where)
        .orderBy(desc(table.createdAt), desc(table.sequence))
        .limit(query.limit)
        .offset(query.offset);
      const [counted] = await tx.select({ total: count() }).from(table).where(where);
      return { items: await withAttempts(tx, rows), total: counted?.total ?? 0 };
    }, oneMoment);
  }

  async find(account: EngineAccount, deliveryId: string): Promise<Delivery | undefined> {
    return this.#db.transaction(async (tx) => {
      const rows = await tx.select(shownColumns).from(table).where(isOwn(account, deliveryId));
      return (await withAttempts(tx, rows))[0];
    }, oneMoment);
  }

  async listReceivers(account: EngineAccount, kind: string, since: Date): Promise<Receiver[]> {
    const isRecent = and(
      eq(table.accountId, account.accountId),
      eq(table.kind, kind),
      gt(table.createdAt, since),
    );
    const countOf = (state: DeliveryRow["state"]) =>
      sql<number>`count(*) FILTER (WHERE ${table.state} = ${state})`.mapWith(Number);
    return this.#db.transaction(async (tx) => {
      const counted = await tx
        .select({
          url: table.url,
          delivered: countOf("delivered"),
          failed: countOf("failed"),
          pending: countOf("pending"),
        })
        .from(table)
        .where(isRecent)
        .groupBy(table.url)
        .orderBy(desc(max(table.createdAt)))
        .limit(mostReceivers);
      const attempts = await tx
        .selectDistinctOn([table.url], {
          url: table.url,
          at: attemptTable.at,
          status: attemptTable.status,
          error: attemptTable.error,
        })
        .from(table)
        .innerJoin(attemptTable, eq(attemptTable.deliveryId, table.deliveryId))
        .where(isRecent)
        .orderBy(table.url, desc(attemptTable.sequence));
      const lastOf = new Map(attempts.map(({ url, ...last }) => [url, last]));
      return counted.map((counts) => ({ ...counts, last: lastOf.get(counts.url) }));
    }, oneMoment);
  }

  /** Pending and due at once. One that is being sent just now stays as it is. Undefined when it is not there. */
  async makeDue(account: EngineAccount, deliveryId: string, now: Date): Promise<boolean> {
    const rows = await this.#db
      .update(table)
      .set({
        state: sql`CASE WHEN ${table.claimToken} IS NULL THEN 'pending' ELSE ${table.state} END`,
        nextAttemptAt: sql`CASE WHEN ${table.claimToken} IS NULL THEN ${now.toISOString()}::timestamptz ELSE ${table.nextAttemptAt} END`,
      })
      .where(isOwn(account, deliveryId))
      .returning({ deliveryId: table.deliveryId });
    return rows.length > 0;
  }

  /** What is due and claimed by nobody alive, a few to each address with those under way, the longest due first. */
  async listDue(now: Date, perOrigin: number, limit: number): Promise<string[]> {
    const ranked = this.#db
      .select({
        deliveryId: table.deliveryId,
        nextAttemptAt: table.nextAttemptAt,
        isFree: sql<boolean>`(${table.claimToken} IS NULL OR ${isClaimDead})`.as("is_free"),
        rank: sql<number>`row_number() OVER (PARTITION BY ${table.origin}
          ORDER BY ${table.claimToken} IS NULL, ${table.nextAttemptAt}, ${table.sequence})`.as("rank"),
      })
      .from(table)
      .where(isDue(now))
      .as("ranked");
    const rows = await this.#db
      .select({ deliveryId: ranked.deliveryId })
      .from(ranked)
      .where(and(ranked.isFree, lte(ranked.rank, perOrigin)))
      .orderBy(ranked.nextAttemptAt)
      .limit(limit);
    return rows.map((row) => row.deliveryId);
  }

  /** Undefined when it is not due, has ended, or another job sends it. */
  async claim(deliveryId: string, job: Claimant, now: Date): Promise<DeliveryRow | undefined> {
    const isMine = and(eq(table.jobId, job.jobId), lt(table.jobAttempt, job.attempt));
    const [row] = await this.#db
      .update(table)
      .set({
        jobId: job.jobId,
        jobAttempt: job.attempt,
        claimToken: randomUUID(),
        claimedAt: sql`now()`,
      })
      .where(
        and(eq(table.deliveryId, deliveryId), isDue(now), or(isNull(table.claimToken), isMine, isClaimDead)),
      )
      .returning();
    return row;
  }

  /** The process stops in the middle: due again, and nobody's. */
  async release(row: DeliveryRow): Promise<void> {
    await this.#db.update(table).set(unclaimed).where(heldBy(row));
  }

  /** The attempt and what follows from it, together; nothing when the claim was lost meanwhile. */
  async finish(
    row: DeliveryRow,
    attempt: DeliveryAttempt,
    next: Pick<DeliveryRow, "state" | "nextAttemptAt" | "retriesUsed">,
  ): Promise<void> {
    await this.#db.transaction(async (tx) => {
      const held = await tx
        .update(table)
        .set({ ...next, ...unclaimed })
        .where(heldBy(row))
        .returning({ deliveryId: table.deliveryId });
      if (held.length > 0) await tx.insert(attemptTable).values({ ...attempt, deliveryId: row.deliveryId });
    });
  }

  async removeEndedBefore(date: Date): Promise<void> {
    await this.#db.delete(table).where(and(lt(table.createdAt, date), ne(table.state, "pending")));
  }
}

/** A delivery and its attempts as they were at one moment: an attempt never stands beside the state before it. */
const oneMoment = { isolationLevel: "repeatable read", accessMode: "read only" } as const;

async function withAttempts(tx: Pick<Database, "select">, rows: readonly ShownRow[]): Promise<Delivery[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.deliveryId);
  const attempts = await tx
    .select()
    .from(attemptTable)
    .where(inArray(attemptTable.deliveryId, ids))
    .orderBy(attemptTable.sequence);
  const byDelivery = Map.groupBy(attempts, (attempt) => attempt.deliveryId);
  return rows.map((row) => toDelivery(row, byDelivery.get(row.deliveryId) ?? []));
}

/** Never the headers and the body, which may hold secrets of the receiver. */
const shownColumns = {
  deliveryId: table.deliveryId,
  kind: table.kind,
  subject: table.subject,
  event: table.event,
  url: table.url,
  state: table.state,
  nextAttemptAt: table.nextAttemptAt,
  createdAt: table.createdAt,
};

type ShownRow = Pick<DeliveryRow, keyof typeof shownColumns>;

const unclaimed = { jobId: null, jobAttempt: 0, claimToken: null, claimedAt: null };

const isOwn = (account: EngineAccount, deliveryId: string) =>
  and(eq(table.deliveryId, deliveryId), eq(table.accountId, account.accountId));

const isDue = (now: Date) => and(eq(table.state, "pending"), lte(table.nextAttemptAt, now));

const isClaimDead = sql`${table.claimedAt} < now() - make_interval(secs => ${claimSeconds})`;

const heldBy = (row: DeliveryRow) =>
  and(eq(table.deliveryId, row.deliveryId), eq(table.claimToken, row.claimToken ?? ""));

function toDelivery(row: ShownRow, attempts: readonly DeliveryAttempt[]): Delivery {
  const { deliveryId, kind, subject, event, url, state, nextAttemptAt, createdAt } = row;
  return {
    deliveryId,
    kind,
    subject,
    event,
    url,
    state,
    attempts: attempts.map(({ at, durationMs, status, error, responseExcerpt }) => ({
      at,
      durationMs,
      status,
      error,
      responseExcerpt,
    })),
    nextAttemptAt,
    createdAt,
  };
}
