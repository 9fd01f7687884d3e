import "server-only";
import { randomUUID } from "node:crypto";
import { and, eq, isNull, sql } from "drizzle-orm";
import { type ConnectionRow, getConnectionRow, openAccount, openSecrets } from "#lib/accounts/accounts.ts";
import { checkHealth } from "#lib/accounts/health.ts";
import { recordAudit } from "#lib/auth/audit.ts";
import { db } from "#lib/db/client.ts";
import { connections } from "#lib/db/schema/connections.ts";
import type { ConnectionState, HealthReport } from "#lib/domain/connection.ts";
import { connectionForms } from "#lib/domain/connection-form.ts";
import { DomainError } from "#lib/domain/errors.ts";
import type { Viewer } from "#lib/domain/user.ts";
import { publishLive } from "#lib/live/publish.ts";
import { providerFor } from "#lib/providers/registry.ts";
import { enqueue } from "#lib/queue/enqueue.ts";
import { clearConnection } from "./jobs/clear-connection.ts";
import { getConnection } from "./queries.ts";
import type { AddConnectionInput, EditConnectionInput, TestDraftInput } from "./schema.ts";
import { insertConnection, partFields, updateConnection } from "./store.ts";

/** People wait for it: long enough for a slow provider, short enough to say "timeout". */
const testTimeoutMs = 8_000;

/** Keeps a new account, its secrets sealed. Its import begins by itself. */
export async function addConnection(viewer: Viewer, input: AddConnectionInput): Promise<string> {
  const connectionId = randomUUID();
  const { provider, name, fields } = input;
  const { secrets, settings, baseUrl } = partFields(provider, fields);
  await db().transaction((tx) =>
    insertConnection(tx, { connectionId, provider, name, isLocal: false, baseUrl, settings, secrets }),
  );
  await recordAudit(viewer, { action: "connection.add", subject: name, connectionId, detail: { provider } });
  publishLive({ type: "connection", connectionId });
  return connectionId;
}

/** New name, settings and those secrets that were entered anew. */
export async function editConnection(viewer: Viewer, input: EditConnectionInput): Promise<void> {
  const row = await getConnectionRow(input.connectionId);
  if (row.provider !== input.provider) {
    throw new DomainError("invalid", "A connection stays with its provider. Add a new one instead.");
  }
  if (row.isLocal) {
    // Its keys and address are the engine's own and are refreshed at every start.
    await db()
      .update(connections)
      .set({ name: input.name })
      .where(eq(connections.connectionId, row.connectionId));
  } else {
    const parts = partFields(input.provider, input.fields);
    const keepsSome = await requireSecrets(input, parts.secretNames, parts.secrets);
    refuseNewAddress(row, parts, keepsSome);
    await db().transaction((tx) => updateConnection(tx, row.connectionId, { name: input.name, ...parts }));
  }
  await recordAudit(viewer, {
    action: "connection.edit",
    subject: input.name,
    connectionId: row.connectionId,
    detail: { provider: row.provider },
  });
  publishLive({ type: "connection", connectionId: row.connectionId });
}

/**
 * An empty secret keeps the one there is, so there must be one: another kind of credentials may have been chosen.
 * Answers whether any is kept.
 */
async function requireSecrets(
  input: EditConnectionInput,
  names: readonly string[],
  given: Readonly<Record<string, string>>,
): Promise<boolean> {
  const kept = await openSecrets(input.connectionId);
  const missing = names.filter(
    (name) =>
      !given[name] &&
      !kept[name] &&
      !connectionForms[input.provider].find((field) => field.name === name)?.optional,
  );
  if (missing.length === 0) return names.some((name) => !given[name] && kept[name] !== undefined);
  throw new DomainError("invalid", "Some keys are missing.", {
    fields: Object.fromEntries(missing.map((name) => [`fields.${name}`, "This is needed."])),
  });
}

/** A kept secret goes to its provider's own hosts or where it went before: sent elsewhere, it could be read there. */
function refuseNewAddress(
  row: ConnectionRow,
  { baseUrl, settings }: { baseUrl: string; settings: Readonly<Record<string, string>> },
  keepsSome: boolean,
): void {
  const isOwnAddress = settings.baseUrl !== undefined || settings.keyBaseUrl !== undefined;
  if (!keepsSome || !isOwnAddress || row.baseUrl === baseUrl) return;
  throw new DomainError("invalid", "The address changed: enter the keys again for it.");
}

/** Asks the provider now; keeps what came of it and, when it works again, lets its sync go on at once. */
export async function testConnection(viewer: Viewer, connectionId: string): Promise<HealthReport> {
  const account = await openAccount(connectionId);
  const report = await checkHealth(account, { timeoutMs: testTimeoutMs });
  await recordAudit(viewer, {
    action: "connection.test",
    subject: account.connection.name,
    connectionId,
    detail: { cause: report.cause },
  });
  publishLive({ type: "connection", connectionId });
  return report;
}

/** Tries a form before it is saved. Keeps nothing. */
export async function testDraft(_viewer: Viewer, input: TestDraftInput): Promise<HealthReport> {
  const { secrets, settings, baseUrl, secretNames } = partFields(input.provider, input.fields);
  const row = input.connectionId === undefined ? undefined : await getConnectionRow(input.connectionId);
  if (row && row.provider !== input.provider)
    throw new DomainError("invalid", "That is another provider's form.");
  const kept = row ? await openSecrets(row.connectionId) : {};
  if (row)
    refuseNewAddress(
      row,
      { baseUrl, settings },
      secretNames.some((name) => !secrets[name] && kept[name]),
    );
  const provider = providerFor({
    provider: input.provider,
    baseUrl,
    isLocal: row?.isLocal ?? false,
    fields: { ...settings, ...kept, ...secrets },
  });
  return provider.check({ timeoutMs: testTimeoutMs });
}

/** Paused, it is neither synced nor asked for its health; what is indexed stays to be seen. */
export async function setConnectionState(
  viewer: Viewer,
  connectionId: string,
  state: ConnectionState,
): Promise<void> {
  const row = await getConnectionRow(connectionId);
  await db().update(connections).set({ state }).where(eq(connections.connectionId, connectionId));
  await recordAudit(viewer, {
    action: state === "paused" ? "connection.pause" : "connection.resume",
    subject: row.name,
    connectionId,
  });
  publishLive({ type: "connection", connectionId });
}

/**
 * Takes the connection, its sealed secrets and its part of the index away. Nothing is deleted at the provider,
 * which is not even asked. Hidden at once; the rows are cleared away in the background.
 */
export async function removeConnection(
  viewer: Viewer,
  connectionId: string,
): Promise<{ assetCount: number }> {
  const { name, assetCount } = await getConnection(viewer, connectionId);
  await db().transaction(async (tx) => {
    await tx.execute(sql`DELETE FROM connection_secrets WHERE connection_id = ${connectionId}`);
    await tx
      .update(connections)
      .set({ removedAt: new Date() })
      .where(and(eq(connections.connectionId, connectionId), isNull(connections.removedAt)));
  });
  await recordAudit(viewer, {
    action: "connection.remove",
    subject: name,
    connectionId,
    detail: { assetCount },
  });
  await enqueue(clearConnection, { connectionId });
  publishLive([{ type: "connection", connectionId }, { type: "library" }]);
  return { assetCount };
}
