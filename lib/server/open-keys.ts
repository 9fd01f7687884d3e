import path from "node:path";
import type { Env } from "#lib/env.ts";
import type { Database } from "#lib/postgres/open-postgres.ts";
import { loadKeyring } from "#lib/secrets/keyring.ts";
import { findMasterKeyFile, makeMasterKeyFile, masterKeyFromText } from "#lib/secrets/master-key.ts";

/**
 * `REELYARD_SECRET_KEY` is the master key when set, `data/secret.key` otherwise. When both exist and the stored
 * keys were wrapped by the file, they are wrapped anew by the environment's.
 */
export async function openKeys(db: Database, env: Env): Promise<void> {
  const file = path.join(env.dataDir, "secret.key");
  if (env.secretKey) {
    await loadKeyring(db, masterKeyFromText(env.secretKey), await findMasterKeyFile(file));
  } else {
    await loadKeyring(db, await makeMasterKeyFile(file));
  }
}
