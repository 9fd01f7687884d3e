import { createHash } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { dashboardPostgres, db } from "#lib/db/client.ts";
import { signInAttempts } from "#lib/db/schema/sign-in-attempts.ts";

/** Failures allowed within the window, each counted over another set of attempts. */
export const signInLimits = {
  windowMs: 15 * 60_000,
  /** From one browser or address that has signed in to the account before; others' failures do not count. */
  known: 10,
  /** From one address at one account that has not. */
  pair: 10,
  /** From one address at all accounts. */
  address: 30,
  /** At one account from all that have never signed in to it. */
  account: 30,
} as const;

/** How long a browser or address that signed in counts as known. */
const knownForMs = 30 * 24 * 60 * 60_000;

export interface Attempt {
  readonly accountHash: string;
  readonly address: string;
  /** The browser's id, when its device cookie proves that it signed in to this account before. */
  readonly deviceId: string | null;
}

/** Failures within the window, this attempt included. */
export interface FailureCounts {
  readonly known: boolean;
  readonly own: number;
  readonly address: number;
  readonly account: number;
}

/**
 * Whether one more guess is let through. A known browser is judged by its own failures alone, so that nobody can
 * lock the account's owner out by guessing wrong from elsewhere.
 */
export function isWithinLimits({ known, own, address, account }: FailureCounts): boolean {
  if (known) return own <= signInLimits.known;
  return own <= signInLimits.pair && address <= signInLimits.address && account <= signInLimits.account;
}

/** Groups an account's attempts without keeping what was typed. */
export function hashAccount(email: string): string {
  return createHash("sha256").update(email.trim().toLowerCase()).digest("hex");
}

/** A guess that may go on; `succeeded` takes it out of the counts. */
export interface OpenAttempt {
  succeeded(deviceId: string): Promise<void>;
}

const countRow = z.object({
  known_address: z.coerce.number(),
  own: z.coerce.number(),
  address: z.coerce.number(),
  account: z.coerce.number(),
});

/**
 * Counts the attempt and answers it, or undefined when it is one too many. It is written as failed before it is
 * counted, so that a hundred guesses sent at once see each other.
 */
export async function openAttempt(attempt: Attempt, now = new Date()): Promise<OpenAttempt | undefined> {
  const attemptId = crypto.randomUUID();
  await db()
    .insert(signInAttempts)
    .values({ attemptId, ...attempt, outcome: "failed", attemptedAt: now });
  if (!isWithinLimits(await countFailures(attempt, now))) {
    await settle(attemptId, { outcome: "refused" });
    return undefined;
  }
  return {
    succeeded: (deviceId) => settle(attemptId, { outcome: "succeeded", deviceId }),
  };
}

/** Lets an account's failures count no more: whoever had it reset shall not wait for the window to pass. */
export async function forgiveFailures(accountHash: string): Promise<void> {
  await db()
    .delete(signInAttempts)
    .where(and(eq(signInAttempts.accountHash, accountHash), eq(signInAttempts.outcome, "failed")));
}

/** Forgets attempts that no count looks at any more. */
export async function pruneAttempts(now = new Date()): Promise<void> {
  await dashboardPostgres().query("DELETE FROM sign_in_attempts WHERE attempted_at < $1", [
    new Date(now.getTime() - knownForMs),
  ]);
}

async function countFailures(attempt: Attempt, now: Date): Promise<FailureCounts> {
  const rows = await dashboardPostgres().query(
    `SELECT
       (SELECT count(*) FROM sign_in_attempts
         WHERE account_hash = $1 AND address = $2 AND outcome = 'succeeded' AND attempted_at > $5) AS known_address,
       (SELECT count(*) FROM sign_in_attempts
         WHERE account_hash = $1 AND outcome = 'failed' AND attempted_at > $4
           AND CASE WHEN $3::text IS NULL THEN device_id IS NULL AND address = $2 ELSE device_id = $3 END) AS own,
       (SELECT count(*) FROM sign_in_attempts
         WHERE address = $2 AND device_id IS NULL AND outcome = 'failed' AND attempted_at > $4) AS address,
       (SELECT count(*) FROM sign_in_attempts
         WHERE account_hash = $1 AND device_id IS NULL AND outcome = 'failed' AND attempted_at > $4) AS account`,
    [
      attempt.accountHash,
      attempt.address,
      attempt.deviceId,
      new Date(now.getTime() - signInLimits.windowMs),
      new Date(now.getTime() - knownForMs),
    ],
  );
  const counts = countRow.parse(rows[0]);
  const known = attempt.deviceId !== null || counts.known_address > 0;
  return { known, own: counts.own, address: counts.address, account: counts.account };
}

async function settle(
  attemptId: string,
  change: { outcome: "succeeded" | "refused"; deviceId?: string },
): Promise<void> {
  await db().update(signInAttempts).set(change).where(eq(signInAttempts.attemptId, attemptId));
}
