import { pgTable, text, timestamp } from "drizzle-orm/pg-core";
import { users } from "./users.ts";

/** One row per signed-in browser. The cookie names it; without the row the cookie is worth nothing. */
export const sessions = pgTable("sessions", {
  sessionId: text("session_id").primaryKey(),
  userId: text("user_id")
    .notNull()
    .references(() => users.userId, { onDelete: "cascade" }),
  startedAt: timestamp("started_at", { withTimezone: true }).notNull().defaultNow(),
  lastSeenAt: timestamp("last_seen_at", { withTimezone: true }).notNull().defaultNow(),
  address: text("address").notNull(),
  userAgent: text("user_agent").notNull(),
});
