import { integer, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import { roles } from "#lib/domain/user.ts";

/** People who may sign in. One of them is the owner; a partial unique index holds that. */
export const users = pgTable("users", {
  userId: text("user_id").primaryKey(),
  name: text("name").notNull(),
  email: text("email").notNull(),
  passwordHash: text("password_hash"),
  singleSignOnSubject: text("single_sign_on_subject"),
  role: text("role", { enum: roles }).notNull(),
  /** Sessions carry the version they began under; raising it ends all of them. */
  sessionVersion: integer("session_version").notNull().default(1),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
  lastSignedInAt: timestamp("last_signed_in_at", { withTimezone: true }),
});
