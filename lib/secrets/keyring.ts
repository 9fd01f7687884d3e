import { randomBytes } from "node:crypto";
import { asc, eq } from "drizzle-orm";
import { dataKeys } from "#lib/db/schema/data-keys.ts";
import type { Database } from "#lib/postgres/open-postgres.ts";
import { decrypt, encrypt, SealError } from "./cipher.ts";

export interface DataKey {
  readonly keyId: number;
  readonly key: Buffer;
}

/** The opened data keys of this process. */
export class Keyring {
  readonly #keys: Map<number, Buffer>;

  constructor(keys: readonly DataKey[]) {
    this.#keys = new Map(keys.map(({ keyId, key }) => [keyId, key]));
  }

  /** The key that seals from now on: the newest. */
  current(): DataKey {
    const keyId = Math.max(...this.#keys.keys());
    const key = this.#keys.get(keyId);
    if (!key) throw new SealError("The key ring is empty.");
    return { keyId, key };
  }

  find(keyId: number): Buffer | undefined {
    return this.#keys.get(keyId);
  }
}

interface LoadedKeyring {
  readonly keyring: Keyring;
  readonly masterKey: Buffer;
}

const ring = Symbol.for("reelyard.keyring");
const shared = globalThis as typeof globalThis & { [ring]?: LoadedKeyring | undefined };

/** The ring that boot loaded. */
export function keyring(): Keyring {
  return loaded().keyring;
}

function loaded(): LoadedKeyring {
  const found = shared[ring];
  if (!found) throw new Error("The key ring is not loaded: loadKeyring() comes first.");
  return found;
}

/** No key ring has been made with this master key: the wrong `REELYARD_SECRET_KEY` or `data/secret.key`. */
export class WrongMasterKeyError extends Error {
  override readonly name = "WrongMasterKeyError";
}

/**
 * Opens every data key with the master key, making the first one on an empty database, and keeps the ring
 * for this process. When `previousMasterKey` opens what `masterKey` does not, the data keys are wrapped anew:
 * that is how a master key is replaced, without touching a sealed secret.
 */
export async function loadKeyring(
  db: Database,
  masterKey: Buffer,
  previousMasterKey?: Buffer,
): Promise<Keyring> {
  const first = randomBytes(32);
  // Two servers starting on one empty database: the second keeps the first one's key.
  await db
    .insert(dataKeys)
    .values({ keyId: 1, wrapped: wrap(masterKey, 1, first) })
    .onConflictDoNothing();
  const rows = await db.select().from(dataKeys).orderBy(asc(dataKeys.keyId));
  const opened: DataKey[] = [];
  for (const { keyId, wrapped } of rows) {
    const known = unwrap(masterKey, keyId, wrapped);
    const key = known ?? (previousMasterKey && unwrap(previousMasterKey, keyId, wrapped));
    if (!key) {
      throw new WrongMasterKeyError(
        "The secret key does not open this database's keys: REELYARD_SECRET_KEY or data/secret.key is not the one it was made with.",
      );
    }
    if (!known) {
      await db
        .update(dataKeys)
        .set({ wrapped: wrap(masterKey, keyId, key) })
        .where(eq(dataKeys.keyId, keyId));
    }
    opened.push({ keyId, key });
  }
  const keyring = new Keyring(opened);
  shared[ring] = { keyring, masterKey };
  return keyring;
}

/** Reads the ring again: another dashboard on this database may have added a key. */
export async function reloadKeyring(db: Database): Promise<Keyring> {
  return loadKeyring(db, loaded().masterKey);
}

/** Adds a data key that seals from now on. What older keys sealed still opens; `resealSecret` moves it over. */
export async function rotateDataKey(db: Database): Promise<DataKey> {
  const { masterKey } = loaded();
  const keyId = (await reloadKeyring(db)).current().keyId + 1;
  await db.insert(dataKeys).values({ keyId, wrapped: wrap(masterKey, keyId, randomBytes(32)) });
  return (await reloadKeyring(db)).current();
}

function wrap(masterKey: Buffer, keyId: number, key: Buffer): string {
  return encrypt(masterKey, key, `data key ${keyId}`);
}

function unwrap(masterKey: Buffer, keyId: number, wrapped: string): Buffer | undefined {
  try {
    return decrypt(masterKey, wrapped, `data key ${keyId}`);
  } catch (error) {
    if (error instanceof SealError) return undefined;
    throw error;
  }
}
