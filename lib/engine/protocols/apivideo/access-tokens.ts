import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import { z } from "zod";

export const accessTokenSeconds = 3600;
/** The vendor states no end of a refresh token; a month without any call is one here. */
const refreshTokenSeconds = 30 * 24 * 3600;

const claims = z.object({ use: z.enum(["access", "refresh"]), exp: z.number() });
type Use = z.output<typeof claims>["use"];

/**
 * JSON web tokens (HS256) that nothing has to remember: signed with a key made from the account's API key, so
 * that changing that key ends them all.
 */
export function issueTokens(apiKey: string, now: Date): { accessToken: string; refreshToken: string } {
  const seconds = Math.floor(now.getTime() / 1000);
  return {
    accessToken: sign(apiKey, { use: "access", exp: seconds + accessTokenSeconds, jti: randomUUID() }),
    refreshToken: sign(apiKey, { use: "refresh", exp: seconds + refreshTokenSeconds, jti: randomUUID() }),
  };
}

/** Whether a token was issued for this use under this API key, and lives. */
export function isLiveToken(token: string, use: Use, apiKey: string, now: Date): boolean {
  const [header = "", payload = "", signature = "", ...rest] = token.split(".");
  if (rest.length > 0 || apiKey === "") return false;
  const expected = mac(apiKey, `${header}.${payload}`);
  const given = Buffer.from(signature, "base64url");
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return false;
  const parsed = claims.safeParse(JSON.parse(Buffer.from(payload, "base64url").toString("utf8")));
  return parsed.success && parsed.data.use === use && parsed.data.exp * 1000 > now.getTime();
}

function sign(apiKey: string, payload: Readonly<Record<string, unknown>>): string {
  const parts = [{ alg: "HS256", typ: "JWT" }, payload].map((part) =>
    Buffer.from(JSON.stringify(part)).toString("base64url"),
  );
  const signed = parts.join(".");
  return `${signed}.${mac(apiKey, signed).toString("base64url")}`;
}

const mac = (apiKey: string, text: string) =>
  createHmac("sha256", `api.video access tokens of ${apiKey}`).update(text).digest();
