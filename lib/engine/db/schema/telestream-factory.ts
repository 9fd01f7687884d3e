import { boolean, jsonb, pgTable, text, timestamp } from "drizzle-orm/pg-core";

/** A Flip factory: where videos live and what is made of them. */
export const factoryTable = pgTable("telestream_factory", {
  factoryId: text("factory_id").primaryKey(),
  accountId: text("account_id").notNull(),
  name: text("name").notNull(),
  /** Stored and echoed; the engine has one store. */
  bucket: text("bucket").notNull(),
  uploadOriginalVideo: boolean("upload_original_video").notNull(),
  /** Details that are kept and told, and mean nothing to this engine, by their wire names. */
  details: jsonb("details")
    .$type<Readonly<Record<string, string | number | boolean>>>()
    .notNull()
    .default({}),
  /** As `notificationSettings` reads it. */
  notifications: jsonb("notifications").$type<Readonly<Record<string, unknown>>>().notNull().default({}),
  /** Deleted for everyone who asks; the row stays until its videos and their files are gone. */
  removedAt: timestamp("removed_at", { withTimezone: true, precision: 3 }),
  createdAt: timestamp("created_at", { withTimezone: true, precision: 3 }).notNull(),
  updatedAt: timestamp("updated_at", { withTimezone: true, precision: 3 }).notNull(),
});

export type Factory = typeof factoryTable.$inferSelect;
