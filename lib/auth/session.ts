import { and, eq, gt, lt } from "drizzle-orm";
import { decode } from "next-auth/jwt";
import { z } from "zod";
import { db } from "#lib/db/client.ts";
import { sessions } from "#lib/db/schema/sessions.ts";
import { users } from "#lib/db/schema/users.ts";
import type { Viewer } from "#lib/domain/user.ts";
import { authSecret } from "./auth-secret.ts";
import { type HeaderReader, isSecureRequest } from "./request-facts.ts";

const minute = 60_000;
const day = 24 * 60 * minute;

/** A session ends this long after it was last used, and this long after it began, whatever happens between. */
export const sessionLimits = { idleMs: 7 * day, absoluteMs: 30 * day } as const;

/** What the cookie's encrypted token holds. The rest is read from the database each time. */
export const sessionClaims = z.object({
  sub: z.string(),
  sessionId: z.string(),
  sessionVersion: z.number().int(),
});

export interface CurrentSession {
  readonly sessionId: string;
  readonly viewer: Viewer;
}

/** The session cookie's name. Behind TLS it has the `__Host-` prefix, which no sibling host can overwrite. */
export function sessionCookieName(secure: boolean): string {
  return secure ? "__Host-reelyard.session-token" : "reelyard.session-token";
}

/** Begins a session and answers its id: a new one at each sign-in, never one the browser brought along. */
export async function beginSession(
  userId: string,
  client: { address: string; userAgent: string },
): Promise<string> {
  const sessionId = crypto.randomUUID();
  const now = new Date();
  await db()
    .insert(sessions)
    .values({
      sessionId,
      userId,
      startedAt: now,
      lastSeenAt: now,
      address: client.address,
      userAgent: client.userAgent.slice(0, 300),
    });
  await db().update(users).set({ lastSignedInAt: now }).where(eq(users.userId, userId));
  await db()
    .delete(sessions)
    .where(lt(sessions.startedAt, new Date(now.getTime() - sessionLimits.absoluteMs)));
  return sessionId;
}

/** Ends one session; its cookie is worth nothing from now on, in whoever's hands. */
export async function endSession(sessionId: string): Promise<void> {
  await db().delete(sessions).where(eq(sessions.sessionId, sessionId));
}

/** The session a request's cookie stands for, checked against the database: revoked means gone at once. */
export async function findSession(headers: HeaderReader): Promise<CurrentSession | undefined> {
  const name = sessionCookieName(isSecureRequest(headers));
  return openSessionToken(cookieValue(headers.get("cookie") ?? "", name));
}

/** The session an encrypted token stands for; undefined when forged, expired, ended or revoked. */
export async function openSessionToken(token: string | undefined): Promise<CurrentSession | undefined> {
  const claims = await readClaims(token);
  if (!claims) return undefined;
  const now = Date.now();
  const [row] = await db()
    .select({
      userId: users.userId,
      name: users.name,
      email: users.email,
      role: users.role,
      lastSeenAt: sessions.lastSeenAt,
    })
    .from(sessions)
    .innerJoin(users, eq(users.userId, sessions.userId))
    .where(
      and(
        eq(sessions.sessionId, claims.sessionId),
        eq(users.userId, claims.sub),
        eq(users.sessionVersion, claims.sessionVersion),
        gt(sessions.startedAt, new Date(now - sessionLimits.absoluteMs)),
        gt(sessions.lastSeenAt, new Date(now - sessionLimits.idleMs)),
      ),
    );
  if (!row) return undefined;
  const { lastSeenAt, ...viewer } = row;
  // Once a minute is precise enough for a limit of days, and spares a write per request.
  if (lastSeenAt.getTime() < now - minute) {
    await db()
      .update(sessions)
      .set({ lastSeenAt: new Date(now) })
      .where(eq(sessions.sessionId, claims.sessionId));
  }
  return { sessionId: claims.sessionId, viewer };
}

async function readClaims(token: string | undefined) {
  if (!token) return undefined;
  try {
    return sessionClaims.safeParse(await decode({ token, secret: authSecret() })).data;
  } catch {
    // Not ours, changed, or past its time: a visitor without a session, not a fault.
    return undefined;
  }
}

/** One cookie's value out of a `Cookie` header. */
export function cookieValue(header: string, name: string): string | undefined {
  for (const pair of header.split(";")) {
    const at = pair.indexOf("=");
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}
