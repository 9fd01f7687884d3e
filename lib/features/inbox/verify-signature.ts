import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * Whether api.video signed these bytes with one of the keys: lower-case hex HMAC-SHA256 of the raw body, the key being
 * the whole `sig_sec_…` text (shared/protocols/apivideo.md, section 5). Every key is tried, whichever fits.
 */
export function isSignedByOneOf(
  keys: readonly string[],
  body: Uint8Array,
  signature: string | undefined,
): boolean {
  if (signature === undefined || !/^[0-9a-f]{64}$/i.test(signature)) return false;
  const given = Buffer.from(signature, "hex");
  return keys
    .map((key) => timingSafeEqual(createHmac("sha256", key).update(body).digest(), given))
    .includes(true);
}
