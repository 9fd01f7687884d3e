import { bigint, boolean, integer, jsonb, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import type { ZiggeoState } from "./ziggeo-video.ts";

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

/** By language. */
export type Subtitles = Readonly<Record<string, { readonly label: string; readonly data: string }>>;

/**
 * One recording or upload of a video, or what was made of one. An upload's token is the id of its asset in the
 * library, a transcoded stream's that of its rendition.
 */
export const streamTable = pgTable("ziggeo_stream", {
  token: text("token").primaryKey(),
  videoToken: text("video_token").notNull(),
  accountId: text("account_id").notNull(),
  key: text("key"),
  origin: text("origin").$type<"server" | "browser" | "transcode">().notNull(),
  /** Of a transcoded stream: what it was made of. */
  parentToken: text("parent_token"),
  state: text("state").$type<ZiggeoState>().notNull(),
  /** Closed and submitted: nothing is attached any more. */
  isBound: boolean("is_bound").notNull().default(false),
  mediaKey: text("media_key"),
  videoType: text("video_type"),
  imageKey: text("image_key"),
  imageSize: bigint("image_size", { mode: "number" }).notNull().default(0),
  videoSize: bigint("video_size", { mode: "number" }).notNull().default(0),
  audioSize: bigint("audio_size", { mode: "number" }).notNull().default(0),
  width: integer("width"),
  height: integer("height"),
  durationMs: integer("duration_ms"),
  hasVideo: boolean("has_video").notNull().default(false),
  hasAudio: boolean("has_audio").notNull().default(false),
  subtitles: jsonb("subtitles").$type<Subtitles>().notNull().default({}),
  progressPercent: integer("progress_percent").notNull().default(0),
  error: text("error"),
  createdAt: moment("created_at").notNull(),
  submittedAt: moment("submitted_at"),
  sequence: bigint("sequence", { mode: "number" }).generatedAlwaysAsIdentity(),
});

export type Stream = typeof streamTable.$inferSelect;
