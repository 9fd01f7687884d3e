import { encode } from "next-auth/jwt";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { authSecret } from "#lib/auth/auth-secret.ts";
import { hashPassword } from "#lib/auth/password.ts";
import { endSession, findSession, openSessionToken, sessionLimits } from "#lib/auth/session.ts";
import { dashboardPostgres } from "#lib/db/client.ts";
import {
  changePassword,
  changeRole,
  endOwnSession,
  removePerson,
  signOutEverywhere,
} from "#lib/features/account/commands.ts";
import {
  openSessionOf,
  openTestDashboard,
  type SignedIn,
  signInAs,
} from "#tests/support/dashboard-people.ts";

let dashboard: Awaited<ReturnType<typeof openTestDashboard>>;
let owner: SignedIn;
let editor: SignedIn;

beforeAll(async () => {
  dashboard = await openTestDashboard();
});
afterAll(() => dashboard.close());
beforeEach(async () => {
  await dashboardPostgres().query("TRUNCATE users, sessions, sign_in_attempts CASCADE");
  owner = await signInAs("owner");
  editor = await signInAs("editor");
});

const who = async (signedIn: SignedIn) => (await openSessionToken(signedIn.token))?.viewer;

test("a session's cookie stands for its person", async () => {
  expect(await who(editor)).toEqual(editor.viewer);
  expect((await findSession(new Headers(editor.headers)))?.sessionId).toBe(editor.sessionId);
});

test("behind TLS only the cookie that no sibling host can set counts", async () => {
  const headers = new Headers({ cookie: editor.headers.cookie ?? "", "x-forwarded-proto": "https" });
  expect(await findSession(headers)).toBeUndefined();
  headers.set("cookie", `__Host-reelyard.session-token=${editor.token}`);
  expect((await findSession(headers))?.viewer).toEqual(editor.viewer);
});

describe("a stolen cookie is worth nothing", () => {
  test("after its owner signed out", async () => {
    await endSession(editor.sessionId);
    expect(await who(editor)).toBeUndefined();
  });

  test("after the password was changed, in any of the person's browsers", async () => {
    const other = await openSessionOf(owner.viewer);
    await dashboardPostgres().query("UPDATE users SET password_hash = $1 WHERE user_id = $2", [
      await hashPassword("correct horse battery"),
      owner.viewer.userId,
    ]);
    await changePassword(owner.viewer, {
      currentPassword: "correct horse battery",
      newPassword: "another horse battery",
    });
    expect(await who(owner)).toBeUndefined();
    expect(await who(other)).toBeUndefined();
    expect(await who(editor)).toEqual(editor.viewer);
    expect((await openSessionToken((await openSessionOf(owner.viewer)).token))?.viewer).toEqual(owner.viewer);
  });

  test("after signing out everywhere", async () => {
    const other = await openSessionOf(owner.viewer);
    await signOutEverywhere(other.viewer);
    expect(await who(owner)).toBeUndefined();
    expect(await who(other)).toBeUndefined();
  });

  test("after the person was removed", async () => {
    await removePerson(owner.viewer, editor.viewer.userId);
    expect(await who(editor)).toBeUndefined();
  });

  test("a week after it was last used", async () => {
    await dashboardPostgres().query("UPDATE sessions SET last_seen_at = $1 WHERE session_id = $2", [
      new Date(Date.now() - sessionLimits.idleMs),
      editor.sessionId,
    ]);
    expect(await who(editor)).toBeUndefined();
  });

  test("a month after it began, however busy it was", async () => {
    await dashboardPostgres().query(
      "UPDATE sessions SET started_at = $1, last_seen_at = now() WHERE session_id = $2",
      [new Date(Date.now() - sessionLimits.absoluteMs), editor.sessionId],
    );
    expect(await who(editor)).toBeUndefined();
  });
});

test("two tabs of one browser share a session: what one signs out of, the other is out of, also in the middle", async () => {
  const tabs = Array.from({ length: 40 }, (_, turn) =>
    turn === 20 ? endSession(editor.sessionId) : findSession(new Headers(editor.headers)),
  );
  const seen = await Promise.all(tabs);
  for (const session of seen) if (session) expect(session.sessionId).toBe(editor.sessionId);
  expect(await findSession(new Headers(editor.headers))).toBeUndefined();
  // Signing in again in one tab is a session of its own, and the old cookie of the other stays worthless.
  const again = await openSessionOf(editor.viewer);
  expect(again.sessionId).not.toBe(editor.sessionId);
  expect(await who(again)).toEqual(editor.viewer);
  expect(await who(editor)).toBeUndefined();
});

test("another role holds from the very next request", async () => {
  await changeRole(owner.viewer, editor.viewer.userId, "viewer");
  expect((await who(editor))?.role).toBe("viewer");
});

test("a session in use stays, and says when it was last seen", async () => {
  const before = new Date(Date.now() - 3_600_000);
  await dashboardPostgres().query("UPDATE sessions SET last_seen_at = $1", [before]);
  expect(await who(editor)).toEqual(editor.viewer);
  const [row] = await dashboardPostgres().query<{ last_seen_at: Date }>(
    "SELECT last_seen_at FROM sessions WHERE session_id = $1",
    [editor.sessionId],
  );
  expect(new Date(row?.last_seen_at ?? 0).getTime()).toBeGreaterThan(before.getTime());
});

test("nobody ends another person's session", async () => {
  await endOwnSession(editor.viewer, owner.sessionId);
  expect(await who(owner)).toEqual(owner.viewer);
});

test.each([
  ["made with another key", { secret: "another secret" }, {}],
  ["of another person", {}, { sub: "someone else" }],
  ["of an unknown session", {}, { sessionId: "unknown" }],
  ["of an older version", {}, { sessionVersion: 0 }],
  ["without a session", {}, { sessionId: undefined }],
  ["past its time", { maxAge: -60 }, {}],
])("a token %s is nobody's", async (_name, options, claims) => {
  const honest = { sub: editor.viewer.userId, sessionId: editor.sessionId, sessionVersion: 1 };
  const token = await encode({ secret: authSecret(), token: { ...honest, ...claims }, ...options });
  expect(await openSessionToken(token)).toBeUndefined();
});
