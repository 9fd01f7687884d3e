import { pgTable, text, timestamp } from "drizzle-orm/pg-core";

/** One-time tokens of private media that were used, and by whom; that viewer goes on with them for a day. */
export const usedMediaTokenTable = pgTable("apivideo_used_media_token", {
  token: text("token").primaryKey(),
  viewer: text("viewer").notNull(),
  expiresAt: timestamp("expires_at", { withTimezone: true, precision: 3 }).notNull(),
});
