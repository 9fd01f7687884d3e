import { bigint, jsonb, pgTable, text, timestamp } from "drizzle-orm/pg-core";

export const webhookTable = pgTable("apivideo_webhook", {
  webhookId: text("webhook_id").primaryKey(),
  accountId: text("account_id").notNull(),
  events: jsonb("events").$type<readonly string[]>().notNull(),
  url: text("url").notNull(),
  signatureSecret: text("signature_secret").notNull(),
  createdAt: timestamp("created_at", { withTimezone: true, precision: 3 }).notNull(),
  sequence: bigint("sequence", { mode: "number" }).generatedAlwaysAsIdentity(),
});

export type WebhookRow = typeof webhookTable.$inferSelect;
