import { bigint, jsonb, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import type { EngineAsset, MediaFacts, NewRendition } from "../../library/types.ts";

/** What `importFromUrl` was asked to do, kept until it is done so that a restart can do it again. */
export interface PendingImport {
  readonly renditions: readonly NewRendition[];
}

export const assetTable = pgTable("asset", {
  assetId: text("asset_id").primaryKey(),
  accountId: text("account_id").notNull(),
  containerId: text("container_id"),
  title: text("title").notNull(),
  originalFilename: text("original_filename").notNull(),
  extname: text("extname").notNull(),
  sourceUrl: text("source_url"),
  status: text("status").$type<EngineAsset["status"]>().notNull(),
  errorClass: text("error_class"),
  errorMessage: text("error_message"),
  sourceKey: text("source_key"),
  posterKey: text("poster_key"),
  filmstrip: jsonb("filmstrip").$type<EngineAsset["filmstrip"]>(),
  pictures: text("pictures").$type<EngineAsset["pictures"]>().notNull().default("none"),
  pendingImport: jsonb("pending_import").$type<PendingImport>(),
  facts: jsonb("facts").$type<MediaFacts>(),
  details: jsonb("details").$type<Readonly<Record<string, unknown>>>().notNull().default({}),
  createdAt: timestamp("created_at", { withTimezone: true, precision: 3 }).notNull(),
  updatedAt: timestamp("updated_at", { withTimezone: true, precision: 3 }).notNull(),
  /** Creation order where two rows share a millisecond. */
  sequence: bigint("sequence", { mode: "number" }).generatedAlwaysAsIdentity(),
});

export type AssetRow = typeof assetTable.$inferSelect;

export function toEngineAsset(row: AssetRow): EngineAsset {
  const { sequence: _sequence, pendingImport: _pending, ...asset } = row;
  return asset;
}
