import { integer, pgTable, text, timestamp } from "drizzle-orm/pg-core";

/** Data keys, each wrapped by the master key. The highest id seals; the others still open. */
export const dataKeys = pgTable("data_keys", {
  keyId: integer("key_id").primaryKey(),
  wrapped: text("wrapped").notNull(),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
});

/** Secrets the server makes for itself (the session key), sealed like any other. */
export const serverSecrets = pgTable("server_secrets", {
  name: text("name").primaryKey(),
  sealed: text("sealed").notNull(),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
});
