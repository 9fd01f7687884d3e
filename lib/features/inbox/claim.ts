import "server-only";
import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { z } from "zod";
import { dashboardPostgres, db } from "#lib/db/client.ts";
import { type EventChange, type EventState, type EventTrust, eventOrigins } from "#lib/domain/inbox.ts";

/** A process that gives no sign for this long has lost its events to whoever looks next. */
const leaseMs = 120_000;

const claimedRow = z.object({
  event_id: z.string(),
  connection_id: z.string(),
  origin: z.enum(eventOrigins),
  received_at: z.coerce.date(),
  headers: z.array(z.tuple([z.string(), z.string()])),
  body: z.instanceof(Uint8Array),
  body_hash: z.string(),
  attempts: z.number(),
  subject: z.string().nullable(),
});
type ClaimedRow = z.output<typeof claimedRow>;

export interface ClaimedEvent
  extends Pick<ClaimedRow, "origin" | "headers" | "body" | "attempts" | "subject"> {
  readonly eventId: string;
  readonly connectionId: string;
  readonly receivedAt: Date;
  readonly bodyHash: string;
  readonly claimToken: string;
}

/** The oldest events that are due, as this process's own until its lease runs out. */
export async function claimEvents(limit: number): Promise<ClaimedEvent[]> {
  const claimToken = randomUUID();
  const { rows } = (await db().transaction(async (transaction) => {
    // Statistics know nothing of a burst, so the planner would read and sort the whole backlog for every batch of it.
    await transaction.execute(sql`SET LOCAL enable_sort = off`);
    return transaction.execute(sql`
      UPDATE inbox_events
         SET claim_token = ${claimToken}, claimed_until = now() + make_interval(secs => ${leaseMs / 1000}),
             attempts = attempts + 1
       WHERE event_id IN (
         SELECT event_id FROM inbox_events
          WHERE state = 'waiting' AND origin <> 'poll' AND due_at <= now()
            AND (claimed_until IS NULL OR claimed_until < now())
          ORDER BY due_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)
       RETURNING event_id, connection_id, origin, received_at, headers, body, body_hash, attempts, subject`);
  })) as { rows: unknown[] };
  return z
    .array(claimedRow)
    .parse(rows)
    .map((row) => ({
      eventId: row.event_id,
      connectionId: row.connection_id,
      origin: row.origin,
      receivedAt: row.received_at,
      headers: row.headers,
      body: row.body,
      bodyHash: row.body_hash,
      attempts: row.attempts,
      subject: row.subject,
      claimToken,
    }))
    .toSorted((a, b) => a.receivedAt.getTime() - b.receivedAt.getTime());
}

/** An embedded database has one process: what an earlier one had claimed is nobody's. Called once at boot. */
export async function releaseClaims(): Promise<void> {
  const postgres = dashboardPostgres();
  if (postgres.backend !== "pglite") return;
  await postgres.query(
    "UPDATE inbox_events SET claim_token = NULL, claimed_until = NULL WHERE state = 'waiting'",
  );
}

/** What came of an event. */
export interface EventOutcome {
  readonly state: EventState;
  readonly trust: EventTrust | null;
  readonly eventType: string | null;
  readonly subject: string | null;
  readonly assetId: string | null;
  readonly changes: readonly EventChange[];
  readonly reason: string | null;
  readonly duplicateOf: string | null;
  /** With `waiting`: when to look again. */
  readonly dueAt: Date | null;
}

/** Writes what came of events this process still holds; one taken over by another meanwhile is left to it. */
export async function settleEvents(
  settled: readonly { readonly event: ClaimedEvent; readonly outcome: EventOutcome }[],
): Promise<void> {
  const rows = settled.map(({ event, outcome }) => ({
    id: event.eventId,
    token: event.claimToken,
    state: outcome.state,
    trust: outcome.trust,
    type: outcome.eventType,
    subject: outcome.subject,
    asset: outcome.assetId,
    changes: outcome.changes,
    reason: outcome.reason,
    original: outcome.duplicateOf,
    due: outcome.dueAt,
  }));
  await dashboardPostgres().query(
    `UPDATE inbox_events AS events
        SET state = given.state, trust = given.trust, event_type = given.type, subject = given.subject,
            asset_id = given.asset, changes = given.changes, reason = given.reason,
            duplicate_of = given.original, due_at = coalesce(given.due, events.due_at),
            claim_token = NULL, claimed_until = NULL,
            processed_at = CASE WHEN given.state = 'waiting' THEN NULL ELSE now() END
       FROM jsonb_to_recordset($1::jsonb)
         AS given (id text, token text, state text, trust text, type text, subject text, asset text,
                   changes jsonb, reason text, original text, due timestamptz)
      WHERE events.event_id = given.id AND events.claim_token = given.token`,
    [JSON.stringify(rows)],
  );
}

const originalRow = z.object({
  id: z.string(),
  event_id: z.string(),
  event_type: z.string().nullable(),
  subject: z.string().nullable(),
  asset_id: z.string().nullable(),
});

/** The first of the same: what it said, if it was read by now, its duplicates say too. */
export type Original = Pick<EventOutcome, "duplicateOf" | "eventType" | "subject" | "assetId">;

/**
 * For each event, the same body received before it within a week, unless that one was refused. Providers repeat what
 * they are not sure arrived.
 */
export async function findOriginals(events: readonly ClaimedEvent[]): Promise<ReadonlyMap<string, Original>> {
  const rows = await dashboardPostgres().query(
    `SELECT given.id, original.*
       FROM jsonb_to_recordset($1::jsonb) AS given (id text, connection text, hash text, at timestamptz)
       CROSS JOIN LATERAL (
         SELECT event_id, event_type, subject, asset_id FROM inbox_events
          WHERE connection_id = given.connection AND body_hash = given.hash
            AND state NOT IN ('refused', 'failed') AND origin = 'webhook'
            AND received_at > given.at - interval '7 days'
            AND (received_at, event_id) < (given.at, given.id)
          ORDER BY received_at, event_id LIMIT 1) AS original`,
    [
      JSON.stringify(
        events.map(({ eventId, connectionId, bodyHash, receivedAt }) => ({
          id: eventId,
          connection: connectionId,
          hash: bodyHash,
          at: receivedAt,
        })),
      ),
    ],
  );
  return new Map(
    z
      .array(originalRow)
      .parse(rows)
      .map((row) => [
        row.id,
        {
          duplicateOf: row.event_id,
          eventType: row.event_type,
          subject: row.subject,
          assetId: row.asset_id,
        },
      ]),
  );
}
