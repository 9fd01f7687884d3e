import { bigint, jsonb, pgTable, text, timestamp } from "drizzle-orm/pg-core";

/** What a video is about: one per video. */
export const summaryTable = pgTable("apivideo_summary", {
  summaryId: text("summary_id").primaryKey(),
  accountId: text("account_id").notNull(),
  videoId: text("video_id").notNull(),
  origin: text("origin", { enum: ["api", "auto"] }).notNull(),
  sourceStatus: text("source_status", {
    enum: ["missing", "waiting", "failed", "completed", "unprocessable"],
  }).notNull(),
  attributes: jsonb("attributes").$type<readonly string[]>().notNull(),
  abstract: text("abstract"),
  takeaways: jsonb("takeaways").$type<readonly string[]>(),
  createdAt: timestamp("created_at", { withTimezone: true, precision: 3 }).notNull(),
  updatedAt: timestamp("updated_at", { withTimezone: true, precision: 3 }).notNull(),
  sequence: bigint("sequence", { mode: "number" }).generatedAlwaysAsIdentity(),
});

export type SummaryRow = typeof summaryTable.$inferSelect;
