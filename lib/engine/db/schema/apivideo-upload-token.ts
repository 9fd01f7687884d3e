import { bigint, integer, pgTable, text, timestamp } from "drizzle-orm/pg-core";

export const uploadTokenTable = pgTable("apivideo_upload_token", {
  token: text("token").primaryKey(),
  accountId: text("account_id").notNull(),
  /** Seconds; 0 is for ever. */
  ttl: integer("ttl").notNull(),
  createdAt: timestamp("created_at", { withTimezone: true, precision: 3 }).notNull(),
  expiresAt: timestamp("expires_at", { withTimezone: true, precision: 3 }),
  sequence: bigint("sequence", { mode: "number" }).generatedAlwaysAsIdentity(),
});

export type UploadTokenRow = typeof uploadTokenTable.$inferSelect;
