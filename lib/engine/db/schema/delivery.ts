import { bigint, customType, integer, jsonb, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";

const bytea = customType<{ data: Uint8Array }>({ dataType: () => "bytea" });

/** One message to an address outside, kept with its attempts until it is old. */
export const deliveryTable = pgTable("delivery", {
  deliveryId: text("delivery_id").primaryKey(),
  accountId: text("account_id").notNull(),
  kind: text("kind").notNull(),
  subject: text("subject").notNull(),
  event: text("event").notNull(),
  url: text("url").notNull(),
  /** Of the address: one that is slow to answer must not hold up the others. */
  origin: text("origin").notNull(),
  method: text("method").$type<"POST" | "PUT">().notNull(),
  headers: jsonb("headers").$type<Readonly<Record<string, string>>>().notNull(),
  body: bytea("body").notNull(),
  retryDelaysMs: jsonb("retry_delays_ms").$type<readonly number[]>().notNull(),
  retriesUsed: integer("retries_used").notNull().default(0),
  state: text("state").$type<"pending" | "delivered" | "failed">().notNull(),
  nextAttemptAt: timestamp("next_attempt_at", { withTimezone: true, precision: 3 }),
  /** The job that sends it, its try, and the token its outcome must show: as for renditions. */
  jobId: uuid("job_id"),
  jobAttempt: integer("job_attempt").notNull().default(0),
  claimToken: uuid("claim_token"),
  /** By the database's clock, which all engines share. */
  claimedAt: timestamp("claimed_at", { withTimezone: true, precision: 3 }),
  createdAt: timestamp("created_at", { withTimezone: true, precision: 3 }).notNull(),
  sequence: bigint("sequence", { mode: "number" }).generatedAlwaysAsIdentity(),
});

export type DeliveryRow = typeof deliveryTable.$inferSelect;

export const deliveryAttemptTable = pgTable("delivery_attempt", {
  deliveryId: text("delivery_id").notNull(),
  at: timestamp("at", { withTimezone: true, precision: 3 }).notNull(),
  durationMs: integer("duration_ms").notNull(),
  status: integer("status"),
  error: text("error"),
  responseExcerpt: text("response_excerpt").notNull(),
  sequence: bigint("sequence", { mode: "number" }).generatedAlwaysAsIdentity().primaryKey(),
});
