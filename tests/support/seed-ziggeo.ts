import type { PostgresHandle } from "#lib/postgres/open-postgres.ts";

/**
 * Fills an engine with Ziggeo videos, newest a minute apart: most ready with an original and a transcoded stream, a
 * hundredth still empty, tags `tag0` to `tag49` two each. For the bench.
 */
export async function seedZiggeo(
  postgres: PostgresHandle,
  { accountId, count, batch = 20_000 }: { accountId: string; count: number; batch?: number },
): Promise<void> {
  for (let from = 0; from < count; from += batch) {
    const bounds = [accountId, from, Math.min(from + batch, count) - 1];
    await postgres.query(videosSql, bounds);
    await postgres.query(streamsSql, bounds);
  }
  await postgres.query("ANALYZE");
}

const at = "timestamptz '2026-11-01 00:00Z' - make_interval(mins => n)";

const videosSql = `
  INSERT INTO ziggeo_video (token, account_id, state, title, description, tags, data, default_stream, original_stream,
    created_at, updated_at, submitted_at)
  SELECT md5('v' || n), $1, CASE WHEN n % 100 = 99 THEN 'empty' ELSE 'ready' END, 'Video ' || n, 'About video ' || n,
    ARRAY['tag' || n % 50, 'tag' || (n / 50) % 50], jsonb_build_object('order', n),
    CASE WHEN n % 100 <> 99 THEN md5('t' || n) END, CASE WHEN n % 100 <> 99 THEN md5('o' || n) END,
    ${at}, ${at}, ${at}
  FROM generate_series($2::int, $3::int) AS n`;

const streamsSql = `
  INSERT INTO ziggeo_stream (token, video_token, account_id, origin, parent_token, state, is_bound, media_key, video_type,
    image_key, video_size, width, height, duration_ms, has_video, has_audio, progress_percent, created_at, submitted_at)
  SELECT md5(kind || n), md5('v' || n), $1, CASE kind WHEN 'o' THEN 'server' ELSE 'transcode' END,
    CASE kind WHEN 't' THEN md5('o' || n) END, 'ready', true, 'none', 'mp4', 'none', 1000000 + n, 1280, 720, 12500,
    true, true, 100, ${at}, ${at}
  FROM generate_series($2::int, $3::int) AS n, (VALUES ('o'), ('t')) AS kinds (kind)
  WHERE n % 100 <> 99`;
