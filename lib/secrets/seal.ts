import { decrypt, encrypt, SealError } from "./cipher.ts";
import { keyring } from "./keyring.ts";

/** `v1.<key id>.<nonce>.<ciphertext>.<tag>`, the last three base64url: fits any text column. */
export type SealedSecret = `v1.${string}`;

/** Where a secret lives. Part of what is authenticated: moved to another row it no longer opens. */
export interface SecretPlace {
  readonly table: string;
  readonly rowId: string;
  readonly column: string;
}

/** Encrypts with the current data key, AES-256-GCM, a random 96-bit nonce each time. */
export function sealSecret(plaintext: string, place: SecretPlace): SealedSecret {
  const { keyId, key } = keyring().current();
  return `v1.${keyId}.${encrypt(key, Buffer.from(plaintext, "utf8"), boundTo(place, keyId))}`;
}

/** Whether the ring has the key that this was sealed with; another dashboard may have added one since it was read. */
export function canOpen(sealed: string): boolean {
  return keyring().find(Number(sealed.split(".")[1])) !== undefined;
}

/** The plaintext, or `SealError`. Opens what any data key still in the ring sealed. */
export function openSecret(sealed: string, place: SecretPlace): string {
  const [version, keyId = "", ...rest] = sealed.split(".");
  const key = version === "v1" ? keyring().find(Number(keyId)) : undefined;
  if (!key) throw new SealError("A sealed secret names a key that is not in this server's ring.");
  return decrypt(key, rest.join("."), boundTo(place, Number(keyId))).toString("utf8");
}

/** The same secret under the current data key; unchanged when it already is. For key rotation. */
export function resealSecret(sealed: string, place: SecretPlace): string {
  if (sealed.startsWith(`v1.${keyring().current().keyId}.`)) return sealed;
  return sealSecret(openSecret(sealed, place), place);
}

function boundTo({ table, rowId, column }: SecretPlace, keyId: number): string {
  return JSON.stringify([table, rowId, column, keyId]);
}
