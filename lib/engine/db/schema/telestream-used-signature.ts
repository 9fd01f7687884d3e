import { pgTable, text, timestamp } from "drizzle-orm/pg-core";

/** Signatures of POST requests that were accepted, until their timestamps have expired anyway. */
export const usedSignatureTable = pgTable("telestream_used_signature", {
  signature: text("signature").primaryKey(),
  expiresAt: timestamp("expires_at", { withTimezone: true, precision: 3 }).notNull(),
});
