import "server-only";
import { and, eq, notInArray, sql } from "drizzle-orm";
import { secretPlace } from "#lib/accounts/accounts.ts";
import type { db } from "#lib/db/client.ts";
import { connectionSecrets, connections } from "#lib/db/schema/connections.ts";
import { visibleFields } from "#lib/domain/connection-form.ts";
import type { ProviderId } from "#lib/domain/provider-id.ts";
import { sealSecret } from "#lib/secrets/seal.ts";
import { toBaseUrl } from "./base-url.ts";

/** A form's values parted into what is sealed and what is shown; fields of choices not taken are dropped. */
export function partFields(provider: ProviderId, values: Readonly<Record<string, string>>) {
  const secrets: Record<string, string> = {};
  const settings: Record<string, string> = {};
  const secretNames: string[] = [];
  for (const { name, kind } of visibleFields(provider, values)) {
    const value = values[name] ?? "";
    if (kind === "secret") {
      secretNames.push(name);
      if (value !== "") secrets[name] = value;
    } else if (value !== "") settings[name] = value;
  }
  return { secrets, settings, secretNames, baseUrl: toBaseUrl(provider, values) };
}

/** All that may ever be shown of a secret. A very short one shows nothing. */
export const toHint = (secret: string): string => (secret.length >= 8 ? secret.slice(-4) : "");

export interface NewConnection {
  readonly connectionId: string;
  readonly provider: ProviderId;
  readonly name: string;
  readonly isLocal: boolean;
  readonly baseUrl: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
}

type Transaction = Parameters<Parameters<ReturnType<typeof db>["transaction"]>[0]>[0];

export async function insertConnection(tx: Transaction, given: NewConnection): Promise<void> {
  const { secrets, ...row } = given;
  await tx.insert(connections).values(row);
  await sealInto(tx, given.connectionId, secrets);
}

/**
 * New address, settings and secrets under the same id. Secrets not given stay; those of no field any more
 * (another kind of credentials was chosen) go. The version moves on, so that opened clients are made anew.
 */
export async function updateConnection(
  tx: Transaction,
  connectionId: string,
  change: {
    name?: string;
    baseUrl: string;
    settings: Readonly<Record<string, string>>;
    secrets: Readonly<Record<string, string>>;
    secretNames: readonly string[];
  },
): Promise<void> {
  await tx
    .update(connections)
    .set({
      ...(change.name === undefined ? {} : { name: change.name }),
      baseUrl: change.baseUrl,
      settings: change.settings,
      version: sql`${connections.version} + 1`,
      updatedAt: new Date(),
    })
    .where(eq(connections.connectionId, connectionId));
  await tx
    .delete(connectionSecrets)
    .where(
      and(
        eq(connectionSecrets.connectionId, connectionId),
        notInArray(connectionSecrets.field, [...change.secretNames]),
      ),
    );
  await sealInto(tx, connectionId, change.secrets);
}

async function sealInto(tx: Transaction, connectionId: string, secrets: Readonly<Record<string, string>>) {
  for (const [field, secret] of Object.entries(secrets)) {
    const sealed = sealSecret(secret, secretPlace(connectionId, field));
    const hint = toHint(secret);
    await tx
      .insert(connectionSecrets)
      .values({ connectionId, field, sealed, hint })
      .onConflictDoUpdate({
        target: [connectionSecrets.connectionId, connectionSecrets.field],
        set: { sealed, hint },
      });
  }
}
