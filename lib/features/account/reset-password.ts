import "server-only";
import { randomInt } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { recordAudit } from "#lib/auth/audit.ts";
import { hashPassword } from "#lib/auth/password.ts";
import { forgiveFailures, hashAccount } from "#lib/auth/sign-in-limits.ts";
import { db } from "#lib/db/client.ts";
import { users } from "#lib/db/schema/users.ts";
import { DomainError } from "#lib/domain/errors.ts";
import { revokeSessions } from "./commands.ts";

/**
 * Gives somebody a new password and ends all their sessions, for whoever runs the machine: no page and no route
 * leads here. Answers the password, which is kept nowhere.
 */
export async function resetPassword(email: string): Promise<string> {
  const password = makePassword();
  const [changed] = await db()
    .update(users)
    .set({ passwordHash: await hashPassword(password), updatedAt: new Date() })
    .where(eq(sql`lower(${users.email})`, email.trim().toLowerCase()))
    .returning({ userId: users.userId, email: users.email });
  if (!changed) throw new DomainError("not_found", await nobodyCalled(email));
  await revokeSessions(changed.userId);
  await forgiveFailures(hashAccount(changed.email));
  await recordAudit(null, { action: "account.reset-password", subject: changed.email });
  return password;
}

async function nobodyCalled(email: string): Promise<string> {
  const [owner] = await db().select({ email: users.email }).from(users).where(eq(users.role, "owner"));
  const hint = owner ? `The owner is ${owner.email}.` : "It has no owner yet: open it in a browser.";
  return `Nobody here has the address ${email}. ${hint}`;
}

/** Without the letters and digits that are taken for one another. */
const alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

/** 99 bits, in groups that can be read out loud. */
function makePassword(): string {
  const group = () => Array.from({ length: 5 }, () => alphabet[randomInt(alphabet.length)]).join("");
  return Array.from({ length: 4 }, group).join("-");
}
