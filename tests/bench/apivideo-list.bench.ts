// A page of 100 of 100,000 api.video videos over HTTP, beside the two statements that it takes.
import { median, percentile, reportComparison, reportFigure, timed } from "#tests/support/bench/report.ts";
import { makeWorkplace } from "#tests/support/bench/workplace.ts";
import { startTestEngine } from "#tests/support/engine.ts";
import { createTestDatabase, testServerUrl } from "#tests/support/postgres.ts";

const videoCount = 100_000;
const samples = 60;
const server = testServerUrl ? await createTestDatabase(testServerUrl) : undefined;
const { folder, clear } = await makeWorkplace();
const running = await startTestEngine({ dataDir: folder, ...(server && { databaseUrl: server.url }) });
const { baseUrl, apiKey } = running.credentials.apivideo;
const headers = { authorization: `Basic ${btoa(`${apiKey}:`)}` };
await running.engine.db.query(`INSERT INTO asset (asset_id, account_id, title, original_filename, extname, status,
    pictures, details, created_at, updated_at)
  SELECT 'vi' || lpad(n::text, 22, '0'), 'apivideo', 'Video ' || n, 'film.mp4', '.mp4', 'uploading', 'none',
    jsonb_build_object('tags', jsonb_build_array('tag' || n % 100), 'public', true,
      'metadata', jsonb_build_array(jsonb_build_object('key', 'n', 'value', (n % 1000)::text))),
    now() - n * interval '1 second', now() - n * interval '1 second'
  FROM generate_series(1, ${videoCount}) AS n`);
await running.engine.db.query("ANALYZE asset");

const where = "account_id = 'apivideo' AND details ->> 'deletesAt' IS NULL";
const pages = [
  { query: "", condition: "", order: "created_at DESC" },
  { query: "&sortBy=title&sortOrder=asc", condition: "", order: "title ASC" },
  { query: "&tags[]=tag7", condition: ` AND details -> 'tags' @> '["tag7"]'`, order: "created_at DESC" },
];
const bare: number[] = [];
const ours: number[] = [];
for (let sample = 0; sample < samples; sample++) {
  const page = pages[sample % pages.length] ?? { query: "", condition: "", order: "created_at DESC" };
  bare.push((await timed(() => readBare(page))).ms);
  ours.push((await timed(() => read(page.query))).ms);
}
console.log(`  100 of ${videoCount.toLocaleString("en")} videos, ${server ? "PostgreSQL" : "embedded"}`);
reportComparison({
  what: "GET /videos?pageSize=100, median",
  unit: "ms",
  ours: median(ours),
  baseline: { name: "its SQL", value: median(bare) },
  goal: { atMost: 1.3 },
});
reportFigure("p95", percentile(ours, 0.95), "ms");
await running.close();
await server?.drop();
await clear();

async function read(query: string): Promise<void> {
  const answer = await fetch(`${baseUrl}/videos?pageSize=100${query}`, { headers });
  const { data } = (await answer.json()) as { data: unknown[] };
  if (data.length !== 100) throw new Error("The page is not whole.");
}

/** The page and the count, as the engine asks for them. */
async function readBare({ condition, order }: { condition: string; order: string }): Promise<void> {
  const { db } = running.engine;
  await Promise.all([
    db.query(`SELECT * FROM asset WHERE ${where}${condition} ORDER BY ${order}, sequence LIMIT 100`),
    db.query(`SELECT count(*) FROM asset WHERE ${where}${condition}`),
  ]);
}
