import "server-only";
import { createHmac } from "node:crypto";
import { z } from "zod";
import { getConnectionRow } from "#lib/accounts/accounts.ts";
import { ensureInboxPath, inboxOrigin, renewInboxPath } from "#lib/accounts/inbox-addresses.ts";
import { recordAudit } from "#lib/auth/audit.ts";
import { dashboardPostgres } from "#lib/db/client.ts";
import { DomainError } from "#lib/domain/errors.ts";
import type { Viewer } from "#lib/domain/user.ts";
import { env } from "#lib/env.ts";
import { publishLive } from "#lib/live/publish.ts";
import { guardedFetch } from "#lib/network/guarded-fetch.ts";
import { testEventType } from "./normalise/normalise.ts";
import { openSigningKeys } from "./signing-keys.ts";
import { testEventHeader } from "./test-event.ts";
import { wakeProcessor } from "./wake.ts";

/** Ends of an event that a person may have done again; what waits is done by itself. */
const replayable = ["processed", "ignored", "duplicate", "refused", "failed"];

/** Processes an event once more, as if it came now. Throws `DomainError` not_found. */
export async function replayEvent(viewer: Viewer, eventId: string): Promise<void> {
  const [found] = await dashboardPostgres().query<{ connection_id: string; event_type: string | null }>(
    `UPDATE inbox_events SET state = 'waiting', due_at = now(), reason = NULL, duplicate_of = NULL
      WHERE event_id = $1 AND origin <> 'poll' AND state = ANY($2::text[])
      RETURNING connection_id, event_type`,
    [eventId, replayable],
  );
  if (!found)
    throw new DomainError("not_found", "That event is not kept any more, or is being processed now.");
  await recordAudit(viewer, {
    action: "event.replay",
    subject: found.event_type ?? eventId,
    connectionId: found.connection_id,
    detail: { eventId },
  });
  wakeProcessor();
  publishLive({ type: "inbox" });
}

/** Everything that failed since a moment, once more. Answers how many. */
export async function replayFailed(
  viewer: Viewer,
  { since, connectionId }: { since: string; connectionId?: string | undefined },
): Promise<number> {
  const rows = await dashboardPostgres().query(
    `UPDATE inbox_events SET state = 'waiting', due_at = now(), attempts = 1, reason = NULL
      WHERE state = 'failed' AND origin <> 'poll' AND received_at >= $1::timestamptz
        AND ($2::text IS NULL OR connection_id = $2)
      RETURNING event_id`,
    [since, connectionId ?? null],
  );
  if (rows.length > 0) {
    await recordAudit(viewer, {
      action: "event.replay_failed",
      subject: `${rows.length} events`,
      connectionId: connectionId ?? null,
      detail: { since },
    });
    wakeProcessor();
    publishLive({ type: "inbox" });
  }
  return rows.length;
}

const stored = z.object({ eventId: z.string() });
const testTimeoutMs = 10_000;

/**
 * Sends an event to a connection's inbox the way its provider would: to the public address, signed where the provider
 * signs. Answers the id of the event it became. Throws `DomainError` saying which step failed.
 */
export async function sendTestEvent(viewer: Viewer, connectionId: string): Promise<string> {
  const connection = await getConnectionRow(connectionId);
  const origin = inboxOrigin(connection);
  if (!origin) throw noPublicUrl();
  const url = `${origin}${await ensureInboxPath(connectionId)}`;
  const body = JSON.stringify({ type: testEventType, sentBy: "Reelyard", at: new Date().toISOString() });
  const [signingKey] = await openSigningKeys(connectionId);
  const headers: Record<string, string> = { "content-type": "application/json", [testEventHeader]: "1" };
  if (connection.provider === "apivideo" && signingKey !== undefined) {
    headers["x-api-video-signature"] = createHmac("sha256", signingKey).update(body).digest("hex");
  }
  const eventId = await post(url, headers, body, connection.isLocal ? [new URL(origin).host] : []);
  await recordAudit(viewer, {
    action: "event.test",
    subject: connection.name,
    connectionId,
    detail: { eventId },
  });
  return eventId;
}

async function post(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  ownHosts: readonly string[],
): Promise<string> {
  const { host } = new URL(url);
  try {
    const answer = await guardedFetch(url, {
      method: "POST",
      headers,
      body,
      allowPrivate: [...env().allowPrivateUrls, ...ownHosts],
      timeoutMs: testTimeoutMs,
      maxBytes: 64 * 1024,
      maxRedirects: 0,
    });
    const answered = (await answer.bytes()).toString("utf8");
    if (answer.status === 200) return stored.parse(JSON.parse(answered)).eventId;
    throw new DomainError(
      "provider_unavailable",
      `${host} answered ${answer.status}, so events do not arrive here. ${whereToLook}`,
    );
  } catch (error) {
    if (error instanceof DomainError) throw error;
    throw new DomainError(
      "provider_unavailable",
      `${host} could not be reached from here, so providers hardly reach it either. ${whereToLook}`,
      { cause: error },
    );
  }
}

const whereToLook = "Check PUBLIC_URL, and that the proxy in front passes /hooks/ on.";

export const noPublicUrl = () =>
  new DomainError(
    "invalid",
    "Providers cannot reach this dashboard: PUBLIC_URL is not set. Until it is, polling finds what events would tell.",
  );

/** A new secret address for a connection's inbox; the old one works for two more days. */
export async function renewAddress(viewer: Viewer, connectionId: string): Promise<void> {
  const connection = await getConnectionRow(connectionId);
  await renewInboxPath(connectionId);
  await recordAudit(viewer, { action: "event.renew_address", subject: connection.name, connectionId });
  publishLive({ type: "connection", connectionId });
}
