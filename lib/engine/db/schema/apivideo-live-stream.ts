import { bigint, boolean, jsonb, pgTable, text, timestamp } from "drizzle-orm/pg-core";

export interface Restream {
  readonly name: string;
  readonly serverUrl: string;
  readonly streamKey: string;
}

export const liveStreamTable = pgTable("apivideo_live_stream", {
  liveStreamId: text("live_stream_id").primaryKey(),
  accountId: text("account_id").notNull(),
  name: text("name").notNull(),
  streamKey: text("stream_key").notNull(),
  public: boolean("public").notNull(),
  playerId: text("player_id"),
  restreams: jsonb("restreams").$type<readonly Restream[]>().notNull(),
  thumbnailKey: text("thumbnail_key"),
  thumbnailMimeType: text("thumbnail_mime_type"),
  broadcasting: boolean("broadcasting").notNull().default(false),
  createdAt: timestamp("created_at", { withTimezone: true, precision: 3 }).notNull(),
  updatedAt: timestamp("updated_at", { withTimezone: true, precision: 3 }).notNull(),
  sequence: bigint("sequence", { mode: "number" }).generatedAlwaysAsIdentity(),
});

export type LiveStreamRow = typeof liveStreamTable.$inferSelect;
