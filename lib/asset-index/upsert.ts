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

/**
 * Inserts or overwrites; skips rows whose stored answer is younger. One parameter whatever the number of rows.
 * Answers the rows that were written.
 */
export async function upsertAssets(
  db: Database,
  rows: readonly AssetRow[],
): Promise<{ assetId: string; providerAssetId: string }[]> {
  const written = await db.execute(sql`
    INSERT INTO assets (${list(assetColumns)})
    SELECT ${list(assetColumns)} FROM jsonb_populate_recordset(NULL::assets, ${toStorableJson(rows)}::text::jsonb)
    ORDER BY provider_asset_id
    ON CONFLICT (connection_id, provider_asset_id)
    DO UPDATE SET ${assignments(assetColumns, ["asset_id", "connection_id", "provider_asset_id"])}
    WHERE assets.read_at <= excluded.read_at
    RETURNING asset_id AS "assetId", provider_asset_id AS "providerAssetId"`);
  return rowsOf<{ assetId: string; providerAssetId: string }>(written);
}

/** Makes the stored renditions of these assets exactly these. */
export async function replaceRenditions(
  db: Database,
  assetIds: readonly string[],
  rows: readonly RenditionRow[],
): Promise<void> {
  const json = toStorableJson(rows);
  await db.execute(sql`
    DELETE FROM renditions WHERE asset_id = ANY(${textArray(assetIds)})
    AND (asset_id, rendition_id) NOT IN (
      SELECT asset_id, rendition_id FROM jsonb_populate_recordset(NULL::renditions, ${json}::text::jsonb))`);
  if (rows.length === 0) return;
  await db.execute(sql`
    INSERT INTO renditions (${list(renditionColumns)})
    SELECT ${list(renditionColumns)} FROM jsonb_populate_recordset(NULL::renditions, ${json}::text::jsonb)
    ON CONFLICT (asset_id, rendition_id)
    DO UPDATE SET ${assignments(renditionColumns, ["asset_id", "rendition_id"])}
    WHERE (${list(renditionColumns, "renditions.")}) IS DISTINCT FROM (${list(renditionColumns, "excluded.")})`);
}

/** A `text[]` parameter; written as JSON because the two drivers bind arrays differently. */
export const textArray = (values: readonly string[]): SQL =>
  sql`ARRAY(SELECT jsonb_array_elements_text(${JSON.stringify(values)}::text::jsonb))`;

/** The rows of `db.execute`, which the shared driver type leaves unknown. */
export function rowsOf<Row>(result: unknown): Row[] {
  return (result as { rows: Row[] }).rows;
}
