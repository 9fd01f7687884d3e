import { bigint, jsonb, pgTable, text, timestamp } from "drizzle-orm/pg-core";

/** One task of the Tasks API, kept after it ends so that its key keeps answering. */
export const stupeflixTaskTable = pgTable("stupeflix_task", {
  taskKey: text("task_key").primaryKey(),
  accountId: text("account_id").notNull(),
  taskName: text("task_name").notNull(),
  parameters: jsonb("parameters").$type<Readonly<Record<string, unknown>>>().notNull(),
  taskStore: jsonb("task_store").$type<Readonly<Record<string, unknown>>>().notNull(),
  status: text("status").$type<"queued" | "executing" | "success" | "error">().notNull(),
  progress: jsonb("progress").$type<unknown>(),
  result: jsonb("result").$type<unknown>(),
  error: jsonb("error").$type<unknown>(),
  queuedAt: timestamp("queued_at", { withTimezone: true, precision: 6 }).notNull(),
  startedAt: timestamp("started_at", { withTimezone: true, precision: 6 }),
  completedAt: timestamp("completed_at", { withTimezone: true, precision: 6 }),
  sequence: bigint("sequence", { mode: "number" }).generatedAlwaysAsIdentity(),
});

export type StupeflixTask = typeof stupeflixTaskTable.$inferSelect;
