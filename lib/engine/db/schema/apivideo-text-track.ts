import { boolean, pgTable, text, timestamp } from "drizzle-orm/pg-core";

/** Captions and chapters of a video, one of each per language. */
export const textTrackTable = pgTable("apivideo_text_track", {
  trackId: text("track_id").primaryKey(),
  videoId: text("video_id").notNull(),
  kind: text("kind", { enum: ["captions", "chapters"] }).notNull(),
  language: text("language").notNull(),
  vtt: text("vtt").notNull(),
  isDefault: boolean("is_default").notNull().default(false),
  createdAt: timestamp("created_at", { withTimezone: true, precision: 3 }).notNull(),
});

export type TextTrackRow = typeof textTrackTable.$inferSelect;
