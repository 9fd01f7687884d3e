import { bigint, jsonb, pgTable, text, timestamp } from "drizzle-orm/pg-core";

/** What a factory makes of a video: a preset and what differs from it, or a command. */
export const profileTable = pgTable("telestream_profile", {
  profileId: text("profile_id").primaryKey(),
  factoryId: text("factory_id").notNull(),
  /** Unique in the factory. */
  name: text("name").notNull(),
  title: text("title").notNull(),
  /** Null for an advanced profile, which has a command. */
  presetName: text("preset_name"),
  command: text("command"),
  extname: text("extname").notNull(),
  /** All settings as the wire names them, the preset's defaults included. */
  settings: jsonb("settings").$type<Readonly<Record<string, string | number | boolean | null>>>().notNull(),
  createdAt: timestamp("created_at", { withTimezone: true, precision: 3 }).notNull(),
  updatedAt: timestamp("updated_at", { withTimezone: true, precision: 3 }).notNull(),
  sequence: bigint("sequence", { mode: "number" }).generatedAlwaysAsIdentity(),
});

export type Profile = Omit<typeof profileTable.$inferSelect, "sequence">;
