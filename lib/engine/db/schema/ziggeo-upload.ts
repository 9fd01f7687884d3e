import { bigint, pgTable, text, timestamp } from "drizzle-orm/pg-core";

/** A place that a file may be sent to, until what was sent is confirmed. */
export const uploadTable = pgTable("ziggeo_upload", {
  /** 128 random bits: whoever knows it may send. */
  uploadId: text("upload_id").primaryKey(),
  accountId: text("account_id").notNull(),
  streamToken: text("stream_token").notNull(),
  kind: text("kind").$type<"video" | "image">().notNull(),
  /** Where the file is, or will be: fixed from the start, so that nothing is ever stored that no row knows of. */
  sourceKey: text("source_key").notNull(),
  videoType: text("video_type"),
  state: text("state").$type<"open" | "received">().notNull(),
  sizeBytes: bigint("size_bytes", { mode: "number" }).notNull().default(0),
  createdAt: timestamp("created_at", { withTimezone: true, precision: 3 }).notNull(),
});

export type UploadSlot = typeof uploadTable.$inferSelect;
