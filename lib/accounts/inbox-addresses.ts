import "server-only";
import { hash, randomBytes, randomUUID } from "node:crypto";
import { and, desc, eq, isNull } from "drizzle-orm";
import { db } from "#lib/db/client.ts";
import { connections } from "#lib/db/schema/connections.ts";
import { inboxAddresses } from "#lib/db/schema/inbox.ts";
import { env } from "#lib/env.ts";
import { publishLive } from "#lib/live/publish.ts";
import { openSecret, sealSecret } from "#lib/secrets/seal.ts";
import { inboxAddressPlace } from "./inbox-secrets.ts";

/** A retired address still takes what a provider had under way or repeats over a day. */
const retiredForMs = 48 * 60 * 60 * 1000;

export const hashSecret = (secret: string): string => hash("sha256", secret, "base64url");

export interface KnownAddress {
  readonly connectionId: string;
  readonly secretHash: string;
  readonly retiredAt: Date | null;
}

/** The addresses of every connection that exists. */
export async function listAddresses(): Promise<KnownAddress[]> {
  return db()
    .select({
      connectionId: inboxAddresses.connectionId,
      secretHash: inboxAddresses.secretHash,
      retiredAt: inboxAddresses.retiredAt,
    })
    .from(inboxAddresses)
    .innerJoin(connections, eq(connections.connectionId, inboxAddresses.connectionId))
    .where(isNull(connections.removedAt));
}

/** Whether what arrives at an address is still taken. */
export const isInForce = ({ retiredAt }: Pick<KnownAddress, "retiredAt">, now: Date): boolean =>
  retiredAt === null || now.getTime() - retiredAt.getTime() < retiredForMs;

/** The secret path of a connection's inbox, made at the first call: `/hooks/<connection>/<secret>`. */
export async function ensureInboxPath(connectionId: string): Promise<string> {
  const [known] = await db()
    .select({ addressId: inboxAddresses.addressId, sealed: inboxAddresses.sealedSecret })
    .from(inboxAddresses)
    .where(and(eq(inboxAddresses.connectionId, connectionId), isNull(inboxAddresses.retiredAt)))
    .orderBy(desc(inboxAddresses.createdAt))
    .limit(1);
  const secret = known
    ? openSecret(known.sealed, inboxAddressPlace(known.addressId))
    : await addAddress(connectionId);
  return `/hooks/${connectionId}/${secret}`;
}

/** A new secret for a connection; the ones before go on working for two days. */
export async function renewInboxPath(connectionId: string): Promise<string> {
  await db()
    .update(inboxAddresses)
    .set({ retiredAt: new Date() })
    .where(and(eq(inboxAddresses.connectionId, connectionId), isNull(inboxAddresses.retiredAt)));
  return `/hooks/${connectionId}/${await addAddress(connectionId)}`;
}

async function addAddress(connectionId: string): Promise<string> {
  const addressId = randomUUID();
  const secret = randomBytes(24).toString("base64url");
  await db()
    .insert(inboxAddresses)
    .values({
      addressId,
      connectionId,
      secretHash: hashSecret(secret),
      sealedSecret: sealSecret(secret, inboxAddressPlace(addressId)),
    });
  // Who takes events learns of it at once: a provider may send the moment it is told.
  publishLive({ type: "connection", connectionId });
  return secret;
}

/**
 * Where providers reach this dashboard, without a closing slash: `PUBLIC_URL`, or for our own engine this machine.
 * Undefined when a provider out there has no way to us.
 */
export function inboxOrigin({ isLocal }: { isLocal: boolean }): string | undefined {
  const { publicUrl, host, port } = env();
  if (!isLocal) return publicUrl;
  const reachable = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  return `http://${reachable.includes(":") ? `[${reachable}]` : reachable}:${port}`;
}
