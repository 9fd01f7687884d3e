import { randomBytes } from "node:crypto";
import { encode } from "next-auth/jwt";
import { authSecret, loadAuthSecret } from "#lib/auth/auth-secret.ts";
import { beginSession, sessionCookieName } from "#lib/auth/session.ts";
import { dashboardPostgres, db } from "#lib/db/client.ts";
import { users } from "#lib/db/schema/users.ts";
import type { Role, Viewer } from "#lib/domain/user.ts";
import { loadKeyring } from "#lib/secrets/keyring.ts";
import { openTestDatabase } from "./dashboard-database.ts";

export const testOrigin = "http://reelyard.test";

/** The dashboard's database with its keys, as after boot. */
export async function openTestDashboard() {
  const database = await openTestDatabase();
  await loadKeyring(database.postgres.db, randomBytes(32));
  await loadAuthSecret(database.postgres.db);
  return database;
}

export interface SignedIn {
  readonly viewer: Viewer;
  readonly sessionId: string;
  /** The session cookie's value. */
  readonly token: string;
  /** What a browser on one of our pages sends with a write. */
  readonly headers: Record<string, string>;
}

/** Someone with this role, signed in. */
export async function signInAs(role: Role, name: string = role): Promise<SignedIn> {
  const userId = crypto.randomUUID();
  const viewer: Viewer = { userId, name, email: `${name}@example.com`, role };
  await db()
    .insert(users)
    .values({ ...viewer });
  return openSessionOf(viewer);
}

/** Another browser of the same person. */
export async function openSessionOf(viewer: Viewer): Promise<SignedIn> {
  const [row] = await dashboardPostgres().query<{ session_version: number }>(
    "SELECT session_version FROM users WHERE user_id = $1",
    [viewer.userId],
  );
  const sessionId = await beginSession(viewer.userId, { address: "192.0.2.1", userAgent: "test" });
  const token = await encode({
    secret: authSecret(),
    token: { sub: viewer.userId, sessionId, sessionVersion: row?.session_version ?? 0 },
  });
  return {
    viewer,
    sessionId,
    token,
    headers: { ...fromOurPage, cookie: `${sessionCookieName(false)}=${token}` },
  };
}

export const fromOurPage = {
  host: new URL(testOrigin).host,
  origin: testOrigin,
  "sec-fetch-site": "same-origin",
} as const;
