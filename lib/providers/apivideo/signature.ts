import { createHmac, timingSafeEqual } from "node:crypto";

/** Lower-case hex HMAC-SHA256 over the raw body; the key is the whole secret, `sig_sec_` included. */
export function signWebhook(rawBody: Uint8Array | string, signatureSecret: string): string {
  return createHmac("sha256", signatureSecret).update(rawBody).digest("hex");
}

/** Compares in constant time; a signature that is none is false, never an error. */
export function isWebhookSigned(
  rawBody: Uint8Array | string,
  signatureSecret: string,
  signature: string | undefined,
): boolean {
  if (signature === undefined || !/^[0-9a-fA-F]{64}$/.test(signature)) return false;
  const expected = Buffer.from(signWebhook(rawBody, signatureSecret), "hex");
  return timingSafeEqual(expected, Buffer.from(signature, "hex"));
}
