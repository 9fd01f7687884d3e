import "server-only";
import { z } from "zod";
import { type ConnectionRow, listConnectionRows, openAccount } from "#lib/accounts/accounts.ts";
import { ensureInboxPath, inboxOrigin } from "#lib/accounts/inbox-addresses.ts";
import { canManageWebhooks } from "#lib/auth/permissions.ts";
import { dashboardPostgres } from "#lib/db/client.ts";
import { DomainError } from "#lib/domain/errors.ts";
import type { Viewer } from "#lib/domain/user.ts";
import { ProviderError } from "#lib/providers/errors.ts";
import type { ProviderWebhook } from "#lib/providers/provider.ts";
import { listRegistrations } from "./registrations.ts";
import type { ConnectionWebhooks, WebhookSummary } from "./schema.ts";

/** One provider that hangs must not hold up the others' rows for longer. */
const deadlineMs = 4_000;

/** Every connection with whom its provider tells what. Asks the providers, side by side. */
export async function readWebhookOverview(viewer: Viewer): Promise<ConnectionWebhooks[]> {
  const [connections, received] = await Promise.all([listConnectionRows(), countReceived()]);
  const rows = await Promise.all(
    connections
      .filter(({ state }) => state === "active")
      .map((connection) => readConnection(viewer, connection, received.get(connection.connectionId))),
  );
  return rows.toSorted(
    (a, b) => Number(a.isLocal) - Number(b.isLocal) || a.connectionName.localeCompare(b.connectionName),
  );
}

async function readConnection(
  viewer: Viewer,
  connection: ConnectionRow,
  received: Received | undefined,
): Promise<ConnectionWebhooks> {
  const { connectionId } = connection;
  const origin = inboxOrigin(connection);
  const path = await ensureInboxPath(connectionId);
  const known: ConnectionWebhooks = {
    connectionId,
    connectionName: connection.name,
    provider: connection.provider,
    isLocal: connection.isLocal,
    events: [],
    canList: false,
    webhooks: [],
    callbacks: [],
    hasLog: false,
    destinations: [],
    problem: null,
    // Whoever knows the address may put events into the inbox.
    inboxUrl: origin && canManageWebhooks(viewer) ? `${origin}${path}` : null,
    isReachable: origin !== undefined,
    lastEventAt: received?.lastAt ?? null,
    received: { total: received?.total ?? 0, unwell: received?.unwell ?? 0 },
  };
  try {
    return { ...known, ...(await askProvider(connectionId, path, canManageWebhooks(viewer))) };
  } catch (error) {
    if (!(error instanceof ProviderError) && !(error instanceof DomainError)) throw error;
    return { ...known, problem: error.message };
  }
}

async function askProvider(connectionId: string, inboxPath: string, maySeeUrls: boolean) {
  const { provider } = await openAccount(connectionId);
  const registry = provider.webhooks;
  const options = { timeoutMs: deadlineMs, signal: AbortSignal.timeout(deadlineMs) };
  const [listed, destinations, receivers] = await Promise.all([
    registry?.list ? registry.list(options) : undefined,
    registry?.isPerDestination && provider.uploads ? provider.uploads.destinations(options) : [],
    provider.deliveries ? provider.deliveries.receivers(options) : [],
  ]);
  const hasLog = provider.deliveries !== undefined;
  if (!registry) {
    const callbacks = receivers.map(({ url, ...health }) => {
      const isOurs = isOurAddress(url, inboxPath);
      return { url: isOurs && !maySeeUrls ? new URL(url).origin : url, isOurs, health };
    });
    return { hasLog, callbacks };
  }
  const healthByUrl = new Map(receivers.map(({ url, ...health }) => [url, health]));
  const healthOf = (url: string) => healthByUrl.get(url) ?? null;
  const webhooks: WebhookSummary[] = listed
    ? listed.map((webhook) => ({
        ...toSummary(webhook, inboxPath, maySeeUrls),
        state: "active",
        reason: null,
        health: healthOf(webhook.url),
      }))
    : (await listRegistrations(connectionId)).map((made) => ({
        ...toSummary(
          { ...made, createdAt: made.createdAt.toISOString(), destination: null },
          inboxPath,
          maySeeUrls,
        ),
        state: made.state,
        reason: made.reason,
        health: healthOf(made.url),
      }));
  return {
    events: [...registry.events],
    hasLog,
    canList: listed !== undefined,
    webhooks,
    destinations: destinations.map(({ destinationId, name }) => ({ destinationId, name })),
  };
}

function toSummary(
  { providerWebhookId, url, events, createdAt, destination }: Omit<ProviderWebhook, "signingKey">,
  inboxPath: string,
  maySeeUrls: boolean,
) {
  const isOurs = isOurAddress(url, inboxPath);
  const isSecret = isOurs && !maySeeUrls;
  return {
    providerWebhookId: isSecret && providerWebhookId === url ? "inbox" : providerWebhookId,
    url: isSecret ? new URL(url).origin : url,
    events: [...events],
    createdAt,
    destination,
    isOurs,
  };
}

/** Also under a secret it had before. */
const isOurAddress = (url: string, inboxPath: string) =>
  url.includes(inboxPath.slice(0, inboxPath.lastIndexOf("/")));

interface Received {
  readonly lastAt: string;
  readonly total: number;
  readonly unwell: number;
}

const receivedRow = z.object({
  connection_id: z.string(),
  last_at: z.coerce.date(),
  total: z.coerce.number(),
  unwell: z.coerce.number(),
});

/** What came to each inbox: the last event ever kept, and the last day's numbers. */
async function countReceived(): Promise<ReadonlyMap<string, Received>> {
  const rows = await dashboardPostgres().query(
    `SELECT connection_id, max(received_at) AS last_at,
            count(*) FILTER (WHERE received_at > now() - interval '1 day') AS total,
            count(*) FILTER (WHERE received_at > now() - interval '1 day' AND state IN ('failed', 'refused')) AS unwell
       FROM inbox_events WHERE origin = 'webhook' GROUP BY connection_id`,
  );
  return new Map(
    z
      .array(receivedRow)
      .parse(rows)
      .map(({ connection_id, last_at, total, unwell }) => [
        connection_id,
        { lastAt: last_at.toISOString(), total, unwell },
      ]),
  );
}
