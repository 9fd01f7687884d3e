import { dashboardPostgres, db } from "#lib/db/client.ts";
import { SealError } from "#lib/secrets/cipher.ts";
import { rotateDataKey } from "#lib/secrets/keyring.ts";
import { resealSecret, type SecretPlace } from "#lib/secrets/seal.ts";
import { serverSecretPlace } from "#lib/secrets/server-secret.ts";
import { secretPlace } from "./accounts.ts";
import { authTokenPlace } from "./auth-token-secrets.ts";
import { inboxAddressPlace, signingKeyPlace } from "./inbox-secrets.ts";

export interface Rotation {
  /** The key that seals from now on. */
  readonly keyId: number;
  readonly resealed: number;
  /** Secrets that no key opens (another row's, or damaged): useless before and after, and left as they are. */
  readonly unreadable: number;
}

interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** What a row is found by, in the order that `place` takes them. */
  readonly keys: readonly string[];
  readonly place: (...keys: string[]) => SecretPlace;
}

/** Every column that holds a sealed secret. Names of ours, never input. */
export const sealedColumns: readonly SealedColumn[] = [
  { table: "connection_secrets", column: "sealed", keys: ["connection_id", "field"], place: secretPlace },
  { table: "server_secrets", column: "sealed", keys: ["name"], place: serverSecretPlace },
  { table: "ziggeo_auth_tokens", column: "sealed_token", keys: ["auth_token_id"], place: authTokenPlace },
  { table: "inbox_addresses", column: "sealed_secret", keys: ["address_id"], place: inboxAddressPlace },
  {
    table: "inbox_signing_keys",
    column: "sealed_key",
    keys: ["connection_id", "provider_webhook_id"],
    place: signingKeyPlace,
  },
];

/**
 * Makes a new data key and seals everything with it, while everyone goes on working: a secret that somebody
 * saves meanwhile stays as they saved it. Older keys are kept, for backups and for other dashboards that have not
 * met the new one. Killed half way, what is not done yet still opens and the next run does it.
 */
export async function rotateKeys(): Promise<Rotation> {
  const { keyId } = await rotateDataKey(db());
  let resealed = 0;
  let unreadable = 0;
  for (const sealedColumn of sealedColumns) {
    const { table, column, keys, place } = sealedColumn;
    const rows = await dashboardPostgres().query<{ keys: string[]; sealed: string }>(
      `SELECT ARRAY[${keys.join("::text, ")}::text] AS keys, ${column} AS sealed FROM ${table}`,
    );
    for (const row of rows) {
      const next = tryReseal(row.sealed, place(...row.keys));
      if (next === undefined) unreadable += 1;
      else resealed += await replace(sealedColumn, row, next);
    }
  }
  return { keyId, resealed, unreadable };
}

/** How many rows: none when somebody has saved another secret meanwhile. */
async function replace(
  { table, column, keys }: SealedColumn,
  row: { readonly keys: readonly string[]; readonly sealed: string },
  next: string,
): Promise<number> {
  const same = keys.map((key, index) => `${key}::text = $${index + 3}`).join(" AND ");
  const changed = await dashboardPostgres().query(
    `UPDATE ${table} SET ${column} = $1 WHERE ${column} = $2 AND ${same} RETURNING 1`,
    [next, row.sealed, ...row.keys],
  );
  return changed.length;
}

function tryReseal(sealed: string, place: SecretPlace): string | undefined {
  try {
    return resealSecret(sealed, place);
  } catch (error) {
    if (error instanceof SealError) return undefined;
    throw error;
  }
}
