import {
  bigint,
  boolean,
  doublePrecision,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
} from "drizzle-orm/pg-core";
import type { AssetStatus, AssetType, Filmstrip, PlaybackSource } from "#lib/domain/asset.ts";
import type { ProviderId } from "#lib/domain/provider-id.ts";

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

/** The rendition now being made, as the library's grid shows it. */
export interface AssetProgress {
  readonly renditionName: string;
  readonly percent: number;
  readonly remainingMs: number | null;
  readonly queuePosition: number | null;
}

/** The mirror of every connection's assets. Written only by lib/asset-index. */
export const assets = pgTable("assets", {
  assetId: text("asset_id").primaryKey(),
  connectionId: text("connection_id").notNull(),
  provider: text("provider").$type<ProviderId>().notNull(),
  providerAssetId: text("provider_asset_id").notNull(),
  title: text("title").notNull(),
  titleKey: text("title_key").notNull(),
  searchText: text("search_text").notNull(),
  type: text("type").$type<AssetType>().notNull(),
  status: text("status").$type<AssetStatus>().notNull(),
  fileName: text("file_name"),
  durationMs: bigint("duration_ms", { mode: "number" }),
  width: integer("width"),
  height: integer("height"),
  framesPerSecond: doublePrecision("frames_per_second"),
  sizeBytes: bigint("size_bytes", { mode: "number" }),
  videoCodec: text("video_codec"),
  audioCodec: text("audio_codec"),
  bitrateKbps: integer("bitrate_kbps"),
  tags: text("tags").array().notNull(),
  posterUrl: text("poster_url"),
  filmstrip: jsonb("filmstrip").$type<Filmstrip>(),
  playback: jsonb("playback").$type<readonly PlaybackSource[]>().notNull(),
  sourceUrl: text("source_url"),
  container: jsonb("container").$type<{ readonly id: string; readonly name: string }>(),
  error: jsonb("error").$type<{ readonly cause: string; readonly message: string }>(),
  renditionCount: integer("rendition_count").notNull(),
  progress: jsonb("progress").$type<AssetProgress>(),
  createdAt: moment("created_at").notNull(),
  updatedAt: moment("updated_at").notNull(),
  contentHash: text("content_hash").notNull(),
  shapeHash: text("shape_hash").notNull(),
  readAt: moment("read_at").notNull(),
  removingAt: moment("removing_at"),
  underWay: boolean("under_way").notNull().default(false),
  movedAt: moment("moved_at").notNull().defaultNow(),
  durationRank: bigint("duration_rank", { mode: "number" }).notNull(),
  sizeRank: bigint("size_rank", { mode: "number" }).notNull(),
});

/** Deleted lately; a listing read before that must not bring them back. */
export const forgottenAssets = pgTable(
  "forgotten_assets",
  {
    connectionId: text("connection_id").notNull(),
    providerAssetId: text("provider_asset_id").notNull(),
    forgottenAt: moment("forgotten_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.connectionId, table.providerAssetId] })],
);

/** Which assets the walk now under way has met. */
export const walkSeenAssets = pgTable(
  "walk_seen_assets",
  {
    connectionId: text("connection_id").notNull(),
    providerAssetId: text("provider_asset_id").notNull(),
  },
  (table) => [primaryKey({ columns: [table.connectionId, table.providerAssetId] })],
);

/** Kept by triggers on `assets`, never written by hand. */
export const assetCounts = pgTable(
  "asset_counts",
  {
    connectionId: text("connection_id").notNull(),
    status: text("status").$type<AssetStatus>().notNull(),
    type: text("type").$type<AssetType>().notNull(),
    assetCount: bigint("asset_count", { mode: "number" }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.connectionId, table.status, table.type] })],
);

/** Kept by triggers on `assets`, never written by hand. */
export const assetTagCounts = pgTable(
  "asset_tag_counts",
  {
    connectionId: text("connection_id").notNull(),
    tag: text("tag").notNull(),
    assetCount: bigint("asset_count", { mode: "number" }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.connectionId, table.tag] })],
);
