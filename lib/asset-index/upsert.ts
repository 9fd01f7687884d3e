import { type SQL, sql } from "drizzle-orm";
import type { Database } from "#lib/postgres/open-postgres.ts";
import { type AssetRow, type RenditionRow, toStorableJson } from "./to-rows.ts";

const assetColumns = [
  "asset_id",
  "connection_id",
  "provider",
  "provider_asset_id",
  "title",
  "title_key",
  "search_text",
  "type",
  "status",
  "file_name",
  "duration_ms",
  "width",
  "height",
  "frames_per_second",
  "size_bytes",
  "video_codec",
  "audio_codec",
  "bitrate_kbps",
  "tags",
  "poster_url",
  "filmstrip",
  "playback",
  "source_url",
  "container",
  "error",
  "rendition_count",
  "progress",
  "content_hash",
  "shape_hash",
  "created_at",
  "updated_at",
  "read_at",
  "under_way",
  "moved_at",
] as const satisfies readonly (keyof AssetRow)[];

const renditionColumns = [
  "asset_id",
  "rendition_id",
  "position",
  "name",
  "kind",
  "status",
  "progress_percent",
  "queue_position",
  "remaining_ms",
  "video_codec",
  "audio_codec",
  "container",
  "width",
  "height",
  "frames_per_second",
  "bitrate_kbps",
  "size_bytes",
  "duration_ms",
  "url",
  "error",
  "started_at",
  "updated_at",
] as const satisfies readonly (keyof RenditionRow)[];

const list = (columns: readonly string[], prefix = ""): SQL =>
  sql.raw(columns.map((column) => prefix + column).join(", "));

const assignments = (columns: readonly string[], keys: readonly string[]): SQL =>
  sql.raw(
    columns
      .filter((column) => !keys.includes(column))
      .map((column) => `${column} = excluded.${column}`)
      .join(", "),
  );

/** What moves while work goes on. An address that is another at each reading (api.video's private videos) does not. */
const work = ["status", "under_way", "progress", "rendition_count", "poster_url IS NULL"];

const movedAt = sql.raw(`moved_at = CASE
  WHEN (${work.map((each) => `assets.${each}`).join(", ")})
    IS NOT DISTINCT FROM (${work.map((each) => `excluded.${each}`).join(", ")})
  THEN assets.moved_at ELSE excluded.moved_at END`);

/**
 * Writes assets and makes their renditions exactly these, in one statement: one trip to the database whatever
 * the number of rows, and all or nothing without a transaction. Skips assets whose stored answer is younger.
 * Answers the assets that were written.
 * @param renditionRows their `asset_id` is the provider's id: ours is known only once the asset is written
 */
export async function writeAssets(
  db: Database,
  assetRows: readonly AssetRow[],
  renditionRows: readonly RenditionRow[],
): Promise<{ assetId: string; providerAssetId: string }[]> {
  const told = renditionColumns.filter((column) => column !== "asset_id");
  const written = await db.execute(sql`
    WITH written AS (
      INSERT INTO assets (${list(assetColumns)})
      SELECT ${list(assetColumns)}
      FROM jsonb_populate_recordset(NULL::assets, ${toStorableJson(assetRows)}::text::jsonb)
      -- In one order, so that two writers of the same assets never wait for each other in a circle.
      ORDER BY provider_asset_id
      ON CONFLICT (connection_id, provider_asset_id)
      DO UPDATE SET ${assignments(assetColumns, ["asset_id", "connection_id", "provider_asset_id", "moved_at"])}, ${movedAt}
      WHERE assets.read_at <= excluded.read_at
      RETURNING asset_id, provider_asset_id
    ), told AS (
      SELECT written.asset_id, ${list(told, "row.")}
      FROM jsonb_populate_recordset(NULL::renditions, ${toStorableJson(renditionRows)}::text::jsonb) AS row
      JOIN written ON written.provider_asset_id = row.asset_id
    ), gone AS (
      DELETE FROM renditions USING written
      WHERE renditions.asset_id = written.asset_id AND NOT EXISTS (
        SELECT 1 FROM told
        WHERE told.asset_id = renditions.asset_id AND told.rendition_id = renditions.rendition_id)
    ), kept AS (
      INSERT INTO renditions (${list(renditionColumns)}) SELECT ${list(renditionColumns)} FROM told
      ON CONFLICT (asset_id, rendition_id)
      DO UPDATE SET ${assignments(renditionColumns, ["asset_id", "rendition_id"])}
      WHERE (${list(renditionColumns, "renditions.")}) IS DISTINCT FROM (${list(renditionColumns, "excluded.")})
    )
    SELECT asset_id AS "assetId", provider_asset_id AS "providerAssetId" FROM written`);
  return rowsOf<{ assetId: string; providerAssetId: string }>(written);
}

/** A `text[]` parameter; written as JSON because the two drivers bind arrays differently. */
export const textArray = (values: readonly string[]): SQL =>
  sql`ARRAY(SELECT jsonb_array_elements_text(${JSON.stringify(values)}::text::jsonb))`;

/** The rows of `db.execute`, which the shared driver type leaves unknown. */
export function rowsOf<Row>(result: unknown): Row[] {
  return (result as { rows: Row[] }).rows;
}
