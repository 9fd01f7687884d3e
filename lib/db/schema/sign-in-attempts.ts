import { pgTable, text, timestamp } from "drizzle-orm/pg-core";

export const signInOutcomes = ["failed", "succeeded", "refused"] as const;

/** What the sign-in limits count. Accounts are hashed: people type passwords into the e-mail field. */
export const signInAttempts = pgTable("sign_in_attempts", {
  attemptId: text("attempt_id").primaryKey(),
  accountHash: text("account_hash").notNull(),
  address: text("address").notNull(),
  deviceId: text("device_id"),
  outcome: text("outcome", { enum: signInOutcomes }).notNull(),
  attemptedAt: timestamp("attempted_at", { withTimezone: true }).notNull().defaultNow(),
});
