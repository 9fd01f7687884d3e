import "server-only";
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { eq } from "drizzle-orm";
import { z } from "zod";
import { openSecrets } from "#lib/accounts/accounts.ts";
import { db } from "#lib/db/client.ts";
import { connections, localConnections } from "#lib/db/schema/connections.ts";
import { connectionForms } from "#lib/domain/connection-form.ts";
import { type ProviderId, providerIds } from "#lib/domain/provider-id.ts";
import { env } from "#lib/env.ts";
import { publishLive } from "#lib/live/publish.ts";
import { createLog } from "#lib/log.ts";
import { insertConnection, type NewConnection, updateConnection } from "./store.ts";

/** What the engine writes at its start: one account per provider, in each provider's own terms. */
const credentialsFile = z.record(z.enum(providerIds), z.object({ baseUrl: z.url() }).catchall(z.string()));

export const localNames: Readonly<Record<ProviderId, string>> = {
  ziggeo: "Local Ziggeo",
  telestream: "Local Telestream",
  stupeflix: "Local Stupeflix",
  apivideo: "Local api.video",
};

/**
 * Makes the four connections to our own engine, once each: one that a person removed stays removed. Those that
 * exist get the engine's present address and keys. Does nothing while the engine has not written its accounts.
 */
export async function ensureLocalConnections(file = env().engineCredentialsFile): Promise<void> {
  const credentials = file === undefined ? undefined : await readCredentials(file);
  if (!credentials) return;
  for (const provider of providerIds) {
    const { baseUrl, ...fields } = credentials[provider];
    await ensureLocalConnection(provider, baseUrl, fields);
  }
}

async function readCredentials(file: string) {
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  });
  if (text === undefined) {
    createLog("connections").info({ file }, "the engine has not written its accounts yet");
    return undefined;
  }
  return credentialsFile.parse(JSON.parse(text));
}

async function ensureLocalConnection(
  provider: ProviderId,
  baseUrl: string,
  fields: Readonly<Record<string, string>>,
): Promise<void> {
  const isSecret = (name: string) =>
    connectionForms[provider].some((field) => field.name === name && field.kind === "secret");
  const pick = (wanted: boolean) =>
    Object.fromEntries(Object.entries(fields).filter(([name]) => isSecret(name) === wanted));
  const secrets = pick(true);
  const settings = pick(false);
  const [known] = await db()
    .select({
      connectionId: localConnections.connectionId,
      baseUrl: connections.baseUrl,
      settings: connections.settings,
      removedAt: connections.removedAt,
    })
    .from(localConnections)
    .leftJoin(connections, eq(connections.connectionId, localConnections.connectionId))
    .where(eq(localConnections.provider, provider));
  if (!known) {
    await insertLocalConnection({ provider, baseUrl, settings, secrets });
    return;
  }
  const { connectionId } = known;
  if (known.baseUrl === null || known.removedAt) return;
  const kept = await openSecrets(connectionId);
  if (known.baseUrl === baseUrl && same(kept, secrets) && same(known.settings ?? {}, settings)) return;
  await db().transaction((tx) =>
    updateConnection(tx, connectionId, { baseUrl, settings, secrets, secretNames: Object.keys(secrets) }),
  );
  publishLive({ type: "connection", connectionId });
}

async function insertLocalConnection(
  given: Pick<NewConnection, "provider" | "baseUrl" | "settings" | "secrets">,
): Promise<void> {
  const connectionId = randomUUID();
  await db().transaction(async (tx) => {
    const { provider } = given;
    const claimed = await tx
      .insert(localConnections)
      .values({ provider, connectionId })
      .onConflictDoNothing()
      .returning();
    // Another dashboard on the same database was faster.
    if (claimed.length === 0) return;
    await insertConnection(tx, { connectionId, name: localNames[provider], isLocal: true, ...given });
  });
  publishLive({ type: "connection", connectionId });
}

function same(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => a[name] === b[name]);
}
