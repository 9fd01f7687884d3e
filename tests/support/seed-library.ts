import { fold } from "#lib/asset-index/fold.ts";
import { providerIds } from "#lib/domain/provider-id.ts";
import type { PostgresHandle } from "#lib/postgres/open-postgres.ts";

const places = ["Harbour", "Lagos", "Interview", "Keynote", "Teaser", "Bumper", "Workshop", "Field notes"];
const times = [
  "at dusk",
  "opener",
  "camera B",
  "vertical DE",
  "autumn",
  "part three",
  "behind the scenes",
  "cut",
];
const tags = ["summer-26", "social", "internal", "launch", "archive", "legal-hold"];

/**
 * Fills the index with assets of four connections, newest a minute apart, in one statement a batch: of mixed
 * lengths, sizes, types, states and tags, about every thousandth with the rare word "zephyr" in its title.
 * Answers the connection ids, in the order of `providerIds`. For the bench and for tests of large libraries.
 */
export async function seedLibrary(
  postgres: PostgresHandle,
  { count, batch = 20_000 }: { count: number; batch?: number },
): Promise<{ connectionIds: string[] }> {
  const connectionIds = providerIds.map((provider) => `seed-${provider}`);
  for (const [index, provider] of providerIds.entries()) {
    await postgres.query(
      `INSERT INTO connections (connection_id, provider, name, base_url, health_cause, health_message, last_synced_at)
       VALUES ($1, $2, $3, 'https://video.example.com', 'ok', 'Answered in 12 ms.', now())
       ON CONFLICT DO NOTHING`,
      [connectionIds[index], provider, `Seeded ${provider}`],
    );
  }
  // Made of all rows at once they cost a third of what they cost row by row.
  const indexes = await postgres.query<{ indexname: string; indexdef: string }>(
    "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'assets' AND indexdef NOT LIKE '% UNIQUE %'",
  );
  for (const { indexname } of indexes) await postgres.query(`DROP INDEX ${indexname}`);
  for (let from = 0; from < count; from += batch) {
    await postgres.query(seedSql, [
      from,
      Math.min(from + batch, count) - 1,
      ...[places, times, places.map(fold), times.map(fold), tags, connectionIds, providerIds].map((list) =>
        JSON.stringify(list),
      ),
    ]);
  }
  for (const { indexdef } of indexes) await postgres.query(indexdef);
  await postgres.query("ANALYZE");
  return { connectionIds };
}

const seedSql = `
  INSERT INTO assets (
    asset_id, connection_id, provider, provider_asset_id, title, title_key, search_text, type, status, file_name,
    duration_ms, width, height, size_bytes, video_codec, tags, playback, rendition_count, progress, error,
    content_hash, shape_hash, created_at, updated_at, read_at)
  SELECT
    'a' || md5(n::text), ($8::text::jsonb) ->> (n % 4), ($9::text::jsonb) ->> (n % 4), 'p' || n,
    place || ' ' || moment || rare || ' ' || n,
    left(lower(folded_place || ' ' || folded_moment || rare) || ' ' || lpad(n::text, 8, '0'), 120),
    ' ' || lower(folded_place || ' ' || folded_moment || rare) || ' ' || n || ' clip ' || n || ' mp4 ',
    CASE WHEN n % 50 = 0 THEN 'audio' ELSE 'video' END,
    CASE WHEN n % 997 = 0 THEN 'failed' WHEN n % 1999 = 0 THEN 'encoding' ELSE 'ready' END,
    'clip-' || n || '.mp4',
    1000 + (n::bigint * 7919) % 7200000, 1920, 1080, 1000000 + (n::bigint * 104729) % 4000000000, 'h264',
    CASE WHEN n % 3 = 0 THEN ARRAY[($7::text::jsonb) ->> ((n / 3) % 6)] ELSE '{}'::text[] END,
    '[]', 3,
    CASE WHEN n % 1999 = 0 THEN '{"renditionName":"h264","percent":40,"remainingMs":9000,"queuePosition":null}'::jsonb END,
    CASE WHEN n % 997 = 0 THEN '{"cause":"no_audio","message":"No audio stream."}'::jsonb END,
    'seed', 'seed',
    timestamptz '2026-11-01 00:00Z' - make_interval(mins => n), now(), now()
  FROM (
    SELECT n, $3::text::jsonb ->> ((n / 4) % 8) AS place, $4::text::jsonb ->> ((n / 32) % 8) AS moment,
      $5::text::jsonb ->> ((n / 4) % 8) AS folded_place, $6::text::jsonb ->> ((n / 32) % 8) AS folded_moment,
      CASE WHEN n % 1009 = 0 THEN ' zephyr' ELSE '' END AS rare
    FROM generate_series($1::int, $2::int) AS n
  ) AS numbered
  ON CONFLICT DO NOTHING`;
