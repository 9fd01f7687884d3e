import {
  bigint,
  doublePrecision,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
} from "drizzle-orm/pg-core";
import type { Rendition, RenditionStatus } from "#lib/domain/rendition.ts";

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

/** The mirror of every asset's renditions. Written only by lib/asset-index. */
export const renditions = pgTable(
  "renditions",
  {
    assetId: text("asset_id").notNull(),
    renditionId: text("rendition_id").notNull(),
    position: integer("position").notNull(),
    name: text("name").notNull(),
    kind: text("kind").$type<Rendition["kind"]>().notNull(),
    status: text("status").$type<RenditionStatus>().notNull(),
    progressPercent: integer("progress_percent").notNull(),
    queuePosition: integer("queue_position"),
    remainingMs: bigint("remaining_ms", { mode: "number" }),
    videoCodec: text("video_codec"),
    audioCodec: text("audio_codec"),
    container: text("container"),
    width: integer("width"),
    height: integer("height"),
    framesPerSecond: doublePrecision("frames_per_second"),
    bitrateKbps: integer("bitrate_kbps"),
    sizeBytes: bigint("size_bytes", { mode: "number" }),
    durationMs: bigint("duration_ms", { mode: "number" }),
    url: text("url"),
    error: jsonb("error").$type<{ readonly cause: string; readonly message: string }>(),
    startedAt: moment("started_at"),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.assetId, table.renditionId] })],
);
