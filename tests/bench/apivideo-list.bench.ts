// A page of 100 of 100,000 api.video videos over HTTP, beside the two plain statements for it.
import { Agent, request } from "node:http";
import { median, percentile, reportComparison, reportFigure, timed } from "#tests/support/bench/report.ts";
import { makeWorkplace } from "#tests/support/bench/workplace.ts";
import { startTestEngine } from "#tests/support/engine.ts";
import { createTestDatabase, testServerUrl } from "#tests/support/postgres.ts";

const videoCount = 100_000;
/** Of each page: they cost differently, so each has a median of its own. */
const samples = 25;
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
  { name: "newest first", query: "", condition: "", order: "created_at DESC" },
  { name: "by title", query: "&sortBy=title&sortOrder=asc", condition: "", order: "title ASC" },
  {
    name: "of a tag",
    query: "&tags[]=tag7",
    condition: ` AND details -> 'tags' @> '["tag7"]'`,
    order: "created_at DESC",
  },
].map((page) => ({ ...page, bare: [] as number[], ours: [] as number[] }));
const agent = new Agent({ keepAlive: true });
const answered: Buffer[] = [];
// Twice each without being counted: what has just started is compiled first, and writes its pages.
for (let sample = -2; sample < samples; sample++) {
  for (const page of pages) {
    const bare = await timed(() => readBare(page));
    const ours = await timed(() => read(page.query));
    answered.push(ours.result);
    if (sample < 0) continue;
    page.bare.push(bare.ms);
    page.ours.push(ours.ms);
  }
}
for (const body of answered) {
  const { data } = JSON.parse(body.toString("utf8")) as { data: unknown[] };
  if (data.length !== 100) throw new Error("A page is not whole.");
}
const mean = (kind: "bare" | "ours") =>
  pages.reduce((sum, page) => sum + median(page[kind]), 0) / pages.length;
console.log(`  100 of ${videoCount.toLocaleString("en")} videos, ${server ? "PostgreSQL" : "embedded"}`);
for (const { name, bare, ours } of pages) {
  reportComparison({
    what: `${name}, median of ${samples}`,
    unit: "ms",
    ours: median(ours),
    baseline: { name: "its SQL", value: median(bare) },
  });
}
reportComparison({
  what: "GET /videos?pageSize=100, mean of the medians",
  unit: "ms",
  ours: mean("ours"),
  baseline: { name: "its SQL", value: mean("bare") },
  goal: { atMost: 1.3 },
});
reportFigure(
  "p95",
  percentile(
    pages.flatMap((page) => page.ours),
    0.95,
  ),
  "ms",
);
agent.destroy();
await running.close();
await server?.drop();
await clear();

/** As little of a client as there is: it shares the processor with what is measured. */
function read(query: string): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  request(`${baseUrl}/videos?pageSize=100${query}`, { headers, agent }, (response) => {
    const chunks: Buffer[] = [];
    response.on("data", (chunk: Buffer) => chunks.push(chunk)).once("error", reject);
    response.once("end", () => resolve(Buffer.concat(chunks)));
  })
    .once("error", reject)
    .end();
  return promise;
}

/** The page and the count, as anybody would ask for them. */
async function readBare({ condition, order }: { condition: string; order: string }): Promise<void> {
  const { db } = running.engine;
  await Promise.all([
    db.query(`SELECT * FROM asset WHERE ${where}${condition} ORDER BY ${order}, sequence LIMIT 100`),
    db.query(`SELECT count(*) FROM asset WHERE ${where}${condition}`),
  ]);
}
