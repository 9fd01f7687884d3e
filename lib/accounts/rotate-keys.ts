import { and, eq } from "drizzle-orm";
import { db } from "#lib/db/client.ts";
import { connectionSecrets } from "#lib/db/schema/connections.ts";
import { serverSecrets } from "#lib/db/schema/data-keys.ts";
import { ziggeoAuthTokens } from "#lib/db/schema/ziggeo-auth-tokens.ts";
import { SealError } from "#lib/secrets/cipher.ts";
import { rotateDataKey } from "#lib/secrets/keyring.ts";
import { resealSecret, type SecretPlace } from "#lib/secrets/seal.ts";
import { serverSecretPlace } from "#lib/secrets/server-secret.ts";
import { secretPlace } from "./accounts.ts";
import { authTokenPlace } from "./auth-token-secrets.ts";

export interface Rotation {
  /** The key that seals from now on. */
  readonly keyId: number;
  readonly resealed: number;
  /** Secrets that no key opens (another row's, or damaged): useless before and after, and left as they are. */
  readonly unreadable: number;
}

/**
 * Makes a new data key and seals everything with it, while everyone goes on working: a secret that somebody
 * saves meanwhile stays as they saved it. Older keys are kept, for backups and for other dashboards that have not
 * met the new one. Killed half way, what is not done yet still opens and the next run does it.
 */
export async function rotateKeys(): Promise<Rotation> {
  const { keyId } = await rotateDataKey(db());
  let resealed = 0;
  let unreadable = 0;
  const reseal = async (
    sealed: string,
    place: SecretPlace,
    replace: (next: string) => Promise<readonly unknown[]>,
  ) => {
    const next = tryReseal(sealed, place);
    if (next === undefined) unreadable += 1;
    else resealed += (await replace(next)).length;
  };
  for (const { connectionId, field, sealed } of await db().select().from(connectionSecrets)) {
    const same = and(
      eq(connectionSecrets.connectionId, connectionId),
      eq(connectionSecrets.field, field),
      eq(connectionSecrets.sealed, sealed),
    );
    await reseal(sealed, secretPlace(connectionId, field), (next) =>
      db()
        .update(connectionSecrets)
        .set({ sealed: next })
        .where(same)
        .returning({ field: connectionSecrets.field }),
    );
  }
  for (const { name, sealed } of await db().select().from(serverSecrets)) {
    const same = and(eq(serverSecrets.name, name), eq(serverSecrets.sealed, sealed));
    await reseal(sealed, serverSecretPlace(name), (next) =>
      db().update(serverSecrets).set({ sealed: next }).where(same).returning({ name: serverSecrets.name }),
    );
  }
  for (const { authTokenId, sealedToken } of await db().select().from(ziggeoAuthTokens)) {
    const same = and(
      eq(ziggeoAuthTokens.authTokenId, authTokenId),
      eq(ziggeoAuthTokens.sealedToken, sealedToken),
    );
    await reseal(sealedToken, authTokenPlace(authTokenId), (next) =>
      db()
        .update(ziggeoAuthTokens)
        .set({ sealedToken: next })
        .where(same)
        .returning({ authTokenId: ziggeoAuthTokens.authTokenId }),
    );
  }
  return { keyId, resealed, unreadable };
}

function tryReseal(sealed: string, place: SecretPlace): string | undefined {
  try {
    return resealSecret(sealed, place);
  } catch (error) {
    if (error instanceof SealError) return undefined;
    throw error;
  }
}
