import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

/** A sealed secret could not be opened: another key, another place, or tampered with. Says nothing more. */
export class SealError extends Error {
  override readonly name = "SealError";
}

/** `<nonce>.<ciphertext>.<tag>` in base64url, authenticated together with `context`. */
export function encrypt(key: Buffer, plaintext: Buffer, context: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(context));
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return [nonce, ciphertext, cipher.getAuthTag()].map((part) => part.toString("base64url")).join(".");
}

/** Undoes `encrypt`; `SealError` when key, context or a single bit differs. */
export function decrypt(key: Buffer, sealed: string, context: string): Buffer {
  const [nonce, ciphertext, tag, ...extra] = sealed.split(".").map((part) => Buffer.from(part, "base64url"));
  if (!nonce || !ciphertext || !tag || extra.length > 0 || nonce.length !== 12 || tag.length !== 16) {
    throw new SealError("A sealed secret is not of the form this server writes.");
  }
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: 16 });
    decipher.setAAD(Buffer.from(context)).setAuthTag(tag);
    return Buffer.concat([decipher.update(ciphertext), decipher.final()]);
  } catch (cause) {
    throw new SealError("A sealed secret does not open: wrong key, wrong place, or changed.", { cause });
  }
}
