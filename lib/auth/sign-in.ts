import { eq, sql } from "drizzle-orm";
import { db } from "#lib/db/client.ts";
import { users } from "#lib/db/schema/users.ts";
import { makeDeviceCookie, readDeviceCookie } from "./device.ts";
import { verifyPassword } from "./password.ts";
import { hashAccount, openAttempt } from "./sign-in-limits.ts";

export interface SignInTry {
  readonly email: string;
  readonly password: string;
  readonly address: string;
  /** What the browser kept from an earlier sign-in, if anything. */
  readonly deviceCookie: string | undefined;
}

export type SignInOutcome =
  | { readonly outcome: "signed-in"; readonly userId: string; readonly deviceCookie: string }
  /** Nobody here by that address, or another password: never told apart, not by words and not by time. */
  | { readonly outcome: "wrong" }
  | { readonly outcome: "limited" };

/** Checks an e-mail address and password within the limits. */
export async function trySignIn(given: SignInTry): Promise<SignInOutcome> {
  const accountHash = hashAccount(given.email);
  const deviceId = readDeviceCookie(given.deviceCookie, accountHash);
  const attempt = await openAttempt({ accountHash, address: given.address, deviceId });
  if (!attempt) return { outcome: "limited" };
  const [user] = await db()
    .select({ userId: users.userId, passwordHash: users.passwordHash })
    .from(users)
    .where(eq(sql`lower(${users.email})`, given.email.trim().toLowerCase()));
  const isRight = await verifyPassword(given.password, user?.passwordHash);
  if (!user || !isRight) return { outcome: "wrong" };
  const knownDevice = deviceId ?? crypto.randomUUID();
  await attempt.succeeded(knownDevice);
  return {
    outcome: "signed-in",
    userId: user.userId,
    deviceCookie: makeDeviceCookie(knownDevice, accountHash),
  };
}
