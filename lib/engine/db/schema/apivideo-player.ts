import { bigint, jsonb, pgTable, text, timestamp } from "drizzle-orm/pg-core";

/** A player theme. */
export const playerTable = pgTable("apivideo_player", {
  playerId: text("player_id").primaryKey(),
  accountId: text("account_id").notNull(),
  name: text("name"),
  /** Colours and switches that were set, as the wire names them. */
  settings: jsonb("settings").$type<Readonly<Record<string, string | boolean>>>().notNull(),
  logoKey: text("logo_key"),
  logoMimeType: text("logo_mime_type"),
  logoLink: text("logo_link"),
  createdAt: timestamp("created_at", { withTimezone: true, precision: 3 }).notNull(),
  updatedAt: timestamp("updated_at", { withTimezone: true, precision: 3 }).notNull(),
  sequence: bigint("sequence", { mode: "number" }).generatedAlwaysAsIdentity(),
});

export type PlayerRow = typeof playerTable.$inferSelect;
