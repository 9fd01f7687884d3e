import { bigint, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";

/** The source of a video on its way in, until it is imported. */
export const chunkedUploadTable = pgTable("apivideo_upload", {
  videoId: text("video_id").primaryKey(),
  accountId: text("account_id").notNull(),
  /** How its sender counts; the two ways do not mix. */
  notation: text("notation", { enum: ["whole", "parts", "bytes"] }).notNull(),
  /** Parts or bytes; null while the sender does not know. */
  total: bigint("total", { mode: "number" }),
  /** Of the first part that is not the last: parts of this size have their place in the file at once. */
  partSize: bigint("part_size", { mode: "number" }),
  fileName: text("file_name").notNull(),
  uploadToken: text("upload_token"),
  /** open → complete (all bytes here, acknowledged); imported, the row goes. */
  state: text("state", { enum: ["open", "complete"] }).notNull(),
  createdAt: timestamp("created_at", { withTimezone: true, precision: 3 }).notNull(),
  touchedAt: timestamp("touched_at", { withTimezone: true, precision: 3 }).notNull(),
});

export type ChunkedUploadRow = typeof chunkedUploadTable.$inferSelect;

/** A chunk that has arrived whole, and where its bytes are. */
export const uploadChunkTable = pgTable(
  "apivideo_upload_chunk",
  {
    videoId: text("video_id").notNull(),
    /** The part's number, or the range's first byte. */
    position: bigint("position", { mode: "number" }).notNull(),
    /** `data` when it lies in its place, else a file of its own in the upload's directory. */
    file: text("file").notNull(),
    fileOffset: bigint("file_offset", { mode: "number" }).notNull(),
    length: bigint("length", { mode: "number" }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.videoId, table.position] })],
);

export type UploadChunkRow = typeof uploadChunkTable.$inferSelect;
