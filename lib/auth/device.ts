import { createHmac, timingSafeEqual } from "node:crypto";
import { authSecret } from "./auth-secret.ts";

/** Remembers in the browser that it has signed in to an account; gives no access by itself. */
export const deviceCookieName = "reelyard.device";
export const deviceCookieMaxAgeSeconds = 365 * 24 * 60 * 60;

/** The cookie that proves `deviceId` has signed in to the account. */
export function makeDeviceCookie(deviceId: string, accountHash: string): string {
  return `${deviceId}.${proof(deviceId, accountHash)}`;
}

/** The id in a device cookie, if it was made for this account by this server. */
export function readDeviceCookie(cookie: string | undefined, accountHash: string): string | null {
  const [deviceId = "", given = ""] = (cookie ?? "").split(".");
  const expected = Buffer.from(proof(deviceId, accountHash));
  const actual = Buffer.from(given);
  return actual.length === expected.length && timingSafeEqual(actual, expected) ? deviceId : null;
}

function proof(deviceId: string, accountHash: string): string {
  return createHmac("sha256", authSecret()).update(`device|${deviceId}|${accountHash}`).digest("base64url");
}
