import { bigint, integer, jsonb, pgTable, text, timestamp } from "drizzle-orm/pg-core";

/** Resumable uploads. What has arrived is in each one's part map, beside its bytes. */
export const uploadSessionTable = pgTable("upload_session", {
  /** 128 random bits: whoever knows it may send. */
  sessionId: text("session_id").primaryKey(),
  accountId: text("account_id").notNull(),
  containerId: text("container_id"),
  fileName: text("file_name").notNull(),
  sizeBytes: bigint("size_bytes", { mode: "number" }).notNull(),
  partSize: bigint("part_size", { mode: "number" }).notNull(),
  partCount: integer("part_count").notNull(),
  /** The id the asset will have, and the key of its source: fixed from the start, so that finishing twice is once. */
  assetId: text("asset_id").notNull(),
  sourceKey: text("source_key").notNull(),
  /** What the protocol wants to know when the bytes are here. */
  details: jsonb("details").$type<Readonly<Record<string, unknown>>>().notNull(),
  /** open → completed (all bytes here, acknowledged) → stored (in the media directory). */
  state: text("state", { enum: ["open", "completed", "stored"] }).notNull(),
  createdAt: timestamp("created_at", { withTimezone: true, precision: 3 }).notNull(),
  /** Last sign of life, to the minute. */
  touchedAt: timestamp("touched_at", { withTimezone: true, precision: 3 }).notNull(),
});
