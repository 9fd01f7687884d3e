import { bigint, integer, jsonb, pgTable, text, timestamp } from "drizzle-orm/pg-core";

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

/** What the browser read from the file; parsed again by the uploads feature when it leaves the database. */
export interface UploadFacts {
  readonly type: "video" | "audio" | "image";
  readonly durationMs: number | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly videoCodec: string | null;
  readonly audioCodec: string | null;
}

/** Every upload begun in a browser. Written only by lib/features/uploads. */
export const uploads = pgTable("uploads", {
  uploadId: text("upload_id").primaryKey(),
  userId: text("user_id"),
  startedBy: text("started_by").notNull(),
  connectionId: text("connection_id").notNull(),
  destinationId: text("destination_id").notNull(),
  renditionNames: text("rendition_names").array().notNull().default([]),
  fileName: text("file_name").notNull(),
  sizeBytes: bigint("size_bytes", { mode: "number" }).notNull(),
  facts: jsonb("facts").$type<UploadFacts>(),
  state: text("state", { enum: ["sending", "accepted", "failed", "cancelled"] })
    .notNull()
    .default("sending"),
  partCount: integer("part_count"),
  errorMessage: text("error_message"),
  providerAssetId: text("provider_asset_id"),
  assetId: text("asset_id"),
  startedAt: moment("started_at").notNull().defaultNow(),
  signedAt: moment("signed_at").notNull().defaultNow(),
  endedAt: moment("ended_at"),
});
