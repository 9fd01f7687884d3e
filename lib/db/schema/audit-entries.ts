import { bigint, jsonb, pgTable, text, timestamp } from "drizzle-orm/pg-core";

/** Every write: who, what, when, on which connection. The actor's name outlives the account. */
export const auditEntries = pgTable("audit_entries", {
  entryId: bigint("entry_id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
  at: timestamp("at", { withTimezone: true }).notNull().defaultNow(),
  userId: text("user_id"),
  actorName: text("actor_name").notNull(),
  action: text("action").notNull(),
  subject: text("subject").notNull(),
  connectionId: text("connection_id"),
  detail: jsonb("detail").$type<Record<string, string | number | boolean | null>>().notNull().default({}),
});
