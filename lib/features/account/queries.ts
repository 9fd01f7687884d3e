import "server-only";
import { asc, desc, eq, sql } from "drizzle-orm";
import { db } from "#lib/db/client.ts";
import { sessions } from "#lib/db/schema/sessions.ts";
import { users } from "#lib/db/schema/users.ts";
import type { Viewer } from "#lib/domain/user.ts";
import { describeBrowser } from "./describe-browser.ts";
import type { PersonSummary, SessionSummary } from "./schema.ts";

/** Everyone who may sign in: the owner first, then by name. */
export async function listPeople(_viewer: Viewer): Promise<PersonSummary[]> {
  const rows = await db()
    .select({
      userId: users.userId,
      name: users.name,
      email: users.email,
      role: users.role,
      createdAt: users.createdAt,
      lastSignedInAt: users.lastSignedInAt,
    })
    .from(users)
    .orderBy(sql`${users.role} <> 'owner'`, asc(sql`lower(${users.name})`), asc(users.userId));
  return rows.map((row) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    lastSignedInAt: row.lastSignedInAt?.toISOString() ?? null,
  }));
}

/** One's own signed-in browsers: this one, then the latest used. */
export async function listOwnSessions(viewer: Viewer, currentSessionId: string): Promise<SessionSummary[]> {
  const rows = await db()
    .select()
    .from(sessions)
    .where(eq(sessions.userId, viewer.userId))
    .orderBy(desc(eq(sessions.sessionId, currentSessionId)), desc(sessions.lastSeenAt))
    .limit(50);
  return rows.map((row) => ({
    sessionId: row.sessionId,
    isCurrent: row.sessionId === currentSessionId,
    browser: describeBrowser(row.userAgent),
    address: row.address,
    startedAt: row.startedAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
  }));
}
