import "server-only";
import { and, eq, ne, sql } from "drizzle-orm";
import { recordAudit } from "#lib/auth/audit.ts";
import { ownerExists } from "#lib/auth/owner.ts";
import { hashPassword, verifyPassword } from "#lib/auth/password.ts";
import { hashAccount, openAttempt } from "#lib/auth/sign-in-limits.ts";
import { db } from "#lib/db/client.ts";
import { sessions } from "#lib/db/schema/sessions.ts";
import { users } from "#lib/db/schema/users.ts";
import { DomainError } from "#lib/domain/errors.ts";
import type { Role, Viewer } from "#lib/domain/user.ts";
import type { CreateOwnerInput } from "./schema.ts";

/**
 * Makes the install's one owner. Of several people finishing /setup at once the database lets one in; the others
 * get `conflict`.
 */
export async function createOwner(input: CreateOwnerInput): Promise<Viewer> {
  // Before the hash: on an install that has its owner, nobody makes this server work for nothing.
  if (await ownerExists()) throw ownerIsThere();
  const [created] = await db()
    .insert(users)
    .values({ ...(await newUser(input)), role: "owner" })
    .onConflictDoNothing()
    .returning({ userId: users.userId });
  if (!created) throw ownerIsThere();
  const owner: Viewer = { userId: created.userId, name: input.name, email: input.email, role: "owner" };
  await recordAudit(owner, { action: "account.create-owner", subject: input.email });
  return owner;
}

/** Adds someone who may sign in at once, with a password the owner hands them. */
export async function addPerson(
  viewer: Viewer,
  input: { name: string; email: string; role: "editor" | "viewer"; password: string },
): Promise<void> {
  const [created] = await db()
    .insert(users)
    .values({ ...(await newUser(input)), role: input.role })
    .onConflictDoNothing()
    .returning({ userId: users.userId });
  if (!created) throw emailTaken();
  await recordAudit(viewer, { action: "people.add", subject: input.email, detail: { role: input.role } });
}

/** Gives a person another role; it holds from their next request on. The owner's cannot be changed. */
export async function changeRole(
  viewer: Viewer,
  userId: string,
  role: Exclude<Role, "owner">,
): Promise<void> {
  const [changed] = await db()
    .update(users)
    .set({ role, updatedAt: new Date() })
    .where(and(eq(users.userId, userId), ne(users.role, "owner")))
    .returning({ email: users.email });
  if (!changed) throw personGone();
  await recordAudit(viewer, { action: "people.role", subject: changed.email, detail: { role } });
}

/** Takes a person's access away, and with it every session of theirs. The owner stays. */
export async function removePerson(viewer: Viewer, userId: string): Promise<void> {
  const [removed] = await db()
    .delete(users)
    .where(and(eq(users.userId, userId), ne(users.role, "owner")))
    .returning({ email: users.email });
  if (!removed) throw personGone();
  await recordAudit(viewer, { action: "people.remove", subject: removed.email });
}

export async function updateProfile(viewer: Viewer, input: { name: string; email: string }): Promise<void> {
  const [taken] = await db()
    .select({ userId: users.userId })
    .from(users)
    .where(and(eq(sql`lower(${users.email})`, input.email), ne(users.userId, viewer.userId)));
  if (taken) throw emailTaken();
  await db()
    .update(users)
    .set({ name: input.name, email: input.email, updatedAt: new Date() })
    .where(eq(users.userId, viewer.userId));
  await recordAudit(viewer, { action: "account.profile", subject: input.email });
}

/** Changes one's password and ends every session, this one too: a stolen cookie dies with the old password. */
export async function changePassword(
  viewer: Viewer,
  input: { currentPassword: string; newPassword: string },
): Promise<void> {
  const [row] = await db()
    .select({ passwordHash: users.passwordHash })
    .from(users)
    .where(eq(users.userId, viewer.userId));
  // A borrowed browser must not be the place to guess the password from.
  const attempt = await openAttempt({
    accountHash: hashAccount(viewer.email),
    address: "settings",
    deviceId: `settings:${viewer.userId}`,
  });
  if (!attempt) throw new DomainError("rate_limited", "Too many tries. Wait a quarter of an hour.");
  if (!(await verifyPassword(input.currentPassword, row?.passwordHash))) {
    const message = "This is not your current password.";
    throw new DomainError("invalid", message, { fields: { currentPassword: message } });
  }
  await attempt.succeeded(`settings:${viewer.userId}`);
  await db()
    .update(users)
    .set({ passwordHash: await hashPassword(input.newPassword), updatedAt: new Date() })
    .where(eq(users.userId, viewer.userId));
  await revokeSessions(viewer.userId);
  await recordAudit(viewer, { action: "account.password", subject: viewer.email });
}

/** Signs a person out of every browser. */
export async function signOutEverywhere(viewer: Viewer): Promise<void> {
  await revokeSessions(viewer.userId);
  await recordAudit(viewer, { action: "account.sign-out-everywhere", subject: viewer.email });
}

/** Signs one of one's own browsers out. */
export async function endOwnSession(viewer: Viewer, sessionId: string): Promise<void> {
  await db()
    .delete(sessions)
    .where(and(eq(sessions.sessionId, sessionId), eq(sessions.userId, viewer.userId)));
  await recordAudit(viewer, { action: "account.end-session", subject: viewer.email });
}

/** Ends every session of a person. */
export async function revokeSessions(userId: string): Promise<void> {
  await db()
    .update(users)
    .set({ sessionVersion: sql`${users.sessionVersion} + 1` })
    .where(eq(users.userId, userId));
  await db().delete(sessions).where(eq(sessions.userId, userId));
}

async function newUser(input: { name: string; email: string; password: string }) {
  return {
    userId: crypto.randomUUID(),
    name: input.name,
    email: input.email.toLowerCase(),
    passwordHash: await hashPassword(input.password),
  };
}

function ownerIsThere(): DomainError {
  return new DomainError("conflict", "This Reelyard already has its owner. Sign in instead.");
}

function emailTaken(): DomainError {
  const message = "Someone here already uses this e-mail address.";
  return new DomainError("conflict", message, { fields: { email: message } });
}

function personGone(): DomainError {
  return new DomainError("not_found", "This person is no longer here, or is the owner.");
}
