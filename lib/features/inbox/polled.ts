import "server-only";
import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { dashboardPostgres, db } from "#lib/db/client.ts";
import { assets } from "#lib/db/schema/assets.ts";
import type { LiveMessage } from "#lib/domain/live.ts";
import { hashBody } from "./intake.ts";

/** How long an event may be under way before what it should have told counts as untold. */
const graceSeconds = 90;

type AssetMessage = Extract<LiveMessage, { type: "asset" }>;

/** Only what somebody waited for: an end. A video that is ready already may change its title, which is none. */
export const isEnd = ({ status, from }: AssetMessage): boolean =>
  status !== from && (status === "ready" || status === "failed");

/**
 * A video came to an end by the index. Where its connection has events, one of them should say so too; whether one does
 * is known once the grace is over.
 */
export async function noteEnd({ assetId, status, changedAtMs }: AssetMessage): Promise<void> {
  const [asset] = await db()
    .select({ connectionId: assets.connectionId, subject: assets.providerAssetId })
    .from(assets)
    .where(eq(assets.assetId, assetId));
  if (!asset) return;
  const changes = JSON.stringify([{ what: "asset", name: null, from: null, to: status }]);
  await dashboardPostgres().query(
    `INSERT INTO inbox_events
       (event_id, connection_id, origin, received_at, body, body_hash, state, trust, event_type, subject, asset_id,
        changes, due_at)
     SELECT $1, $2, 'poll', now(), '', $3, 'waiting', 'confirmed', 'found by polling', $4, $5, $6::jsonb,
            now() + make_interval(secs => $7)
      WHERE EXISTS (SELECT FROM inbox_events WHERE connection_id = $2 AND origin = 'webhook')
        AND NOT EXISTS (SELECT FROM inbox_events WHERE connection_id = $2 AND body_hash = $3)`,
    [
      randomUUID(),
      asset.connectionId,
      hashBody(Buffer.from(JSON.stringify([assetId, status, changedAtMs]))),
      asset.subject,
      assetId,
      changes,
      graceSeconds,
    ],
  );
}

/** Of the ends whose grace is over: those an event told of are dropped, the others stay as found by polling. */
export async function settlePolled(): Promise<number> {
  // One statement: an end whose grace ends between two would be kept although an event told of it.
  const kept = await dashboardPostgres().query(
    `WITH due AS (
       SELECT polled.event_id, EXISTS (
         SELECT FROM inbox_events AS told
          WHERE told.connection_id = polled.connection_id AND told.subject = polled.subject
            AND told.origin = 'webhook' AND told.state IN ('processed', 'duplicate')
            AND told.received_at > polled.received_at - make_interval(secs => $1)
            AND told.received_at < polled.received_at + make_interval(secs => $1)) AS is_told
         FROM inbox_events AS polled
        WHERE polled.origin = 'poll' AND polled.state = 'waiting' AND polled.due_at <= now()
     ), dropped AS (
       DELETE FROM inbox_events USING due WHERE inbox_events.event_id = due.event_id AND due.is_told
     )
     UPDATE inbox_events SET state = 'processed', processed_at = now(),
            reason = 'No event told of this: the regular sync found it.'
       FROM due
      WHERE inbox_events.event_id = due.event_id AND NOT due.is_told AND inbox_events.state = 'waiting'
      RETURNING inbox_events.event_id`,
    [graceSeconds],
  );
  return kept.length;
}
