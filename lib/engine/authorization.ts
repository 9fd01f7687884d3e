import { createHash, timingSafeEqual } from "node:crypto";

/** Compares in a time that says nothing of where two secrets differ, nor of how long either is. */
export function isSameSecret(given: string, expected: string): boolean {
  return expected !== "" && timingSafeEqual(digest(given), digest(expected));
}

const digest = (text: string) => createHash("sha256").update(text).digest();

/** The scheme, in lower case, and the rest of an `Authorization` header; undefined when absent or empty. */
export function parseAuthorization(
  header: string | undefined,
): { scheme: string; value: string } | undefined {
  const text = header?.trim() ?? "";
  if (text === "") return undefined;
  const [scheme = ""] = text.split(/\s+/, 1);
  return { scheme: scheme.toLowerCase(), value: text.slice(scheme.length).trim() };
}

/** User and password of HTTP Basic; undefined when it is not that. */
export function parseBasic(value: string): { user: string; password: string } | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(value)) return undefined;
  const text = Buffer.from(value, "base64").toString("utf8");
  const colon = text.indexOf(":");
  return colon < 0 ? undefined : { user: text.slice(0, colon), password: text.slice(colon + 1) };
}
