import { createCipheriv, createDecipheriv, createHash, randomBytes, randomInt } from "node:crypto";

/**
 * Client-side auth tokens, made and read offline (https://ziggeo.com/docs/api/authorization-tokens): AES-256-CBC
 * over JSON text, the key the 32 letters of the encryption key's MD5, the token the 16 letters of the initialisation
 * vector and then the ciphertext in hex.
 */

/** `nonce` tells one token from another: milliseconds and a random number, as the Node SDK makes it. */
export function generateAuthToken(
  encryptionKey: string,
  given: Readonly<Record<string, unknown>> & { application_token: string },
  now = new Date(),
): string {
  const nonce = `${now.getTime()}${randomInt(2 ** 32 - 1)}`;
  return encryptAuthToken(encryptionKey, JSON.stringify({ ...given, nonce }));
}

export function encryptAuthToken(
  encryptionKey: string,
  plaintext: string,
  iv = randomBytes(8).toString("hex"),
): string {
  const cipher = createCipheriv("aes-256-cbc", keyOf(encryptionKey), iv);
  return iv + cipher.update(plaintext, "utf8", "hex") + cipher.final("hex");
}

/** The text inside; undefined for what was not made with this key. UTF-8, or latin-1 as the Node SDK writes it. */
export function decryptAuthToken(encryptionKey: string, token: string): string | undefined {
  if (!/^[0-9a-f]{16}(?:[0-9a-f]{32})+$/.test(token)) return undefined;
  const decipher = createDecipheriv("aes-256-cbc", keyOf(encryptionKey), token.slice(0, 16));
  let bytes: Buffer;
  try {
    bytes = Buffer.concat([decipher.update(token.slice(16), "hex"), decipher.final()]);
  } catch {
    return undefined;
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return bytes.toString("latin1");
  }
}

const keyOf = (encryptionKey: string) => createHash("md5").update(encryptionKey).digest("hex");
