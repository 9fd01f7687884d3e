import { bigint, pgTable, text, timestamp } from "drizzle-orm/pg-core";

export const watermarkTable = pgTable("apivideo_watermark", {
  watermarkId: text("watermark_id").primaryKey(),
  accountId: text("account_id").notNull(),
  key: text("key").notNull(),
  format: text("format", { enum: ["png", "jpeg"] }).notNull(),
  createdAt: timestamp("created_at", { withTimezone: true, precision: 3 }).notNull(),
  sequence: bigint("sequence", { mode: "number" }).generatedAlwaysAsIdentity(),
});

export type WatermarkRow = typeof watermarkTable.$inferSelect;
