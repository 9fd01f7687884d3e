// The library's list with 100,000 indexed assets over four connections, embedded and on a server, beside the
// barest SQL that gives the same page.
import path from "node:path";
import { closeDatabase, openDatabase } from "#lib/db/client.ts";
import type { Viewer } from "#lib/domain/user.ts";
import { listAssetFacets, listAssets } from "#lib/features/library/queries.ts";
import { assetPageRequest } from "#lib/features/library/schema.ts";
import { percentile, reportComparison, reportFigure, timed } from "#tests/support/bench/report.ts";
import { makeWorkplace } from "#tests/support/bench/workplace.ts";
import { createTestDatabase, testServerUrl } from "#tests/support/postgres.ts";
import { seedLibrary } from "#tests/support/seed-library.ts";

const assetCount = 100_000;
const samples = 200;
const pageSize = 50;
const deepPage = 1_000;
const viewer: Viewer = { userId: "bench", name: "Bench", email: "bench@example.com", role: "viewer" };

const requests = [
  {},
  { sort: "title" },
  { q: "harbour" },
  { q: "zephyr", sort: "longest" },
  { status: "failed", sort: "largest" },
  { provider: "ziggeo,apivideo", tag: "launch", sort: "oldest" },
  { q: "camera dusk", type: "audio", sort: "newest" },
  { from: "2026-09-01", to: "2026-09-30", status: "ready", q: "key" },
].map((filter) => assetPageRequest.parse({ ...filter, limit: pageSize }));

const first = assetPageRequest.parse({ limit: pageSize });

const backends: { name: string; url: string | undefined; goalMs: number }[] = [
  { name: "embedded", url: undefined, goalMs: 40 },
];
const server = testServerUrl ? await createTestDatabase(testServerUrl) : undefined;
if (server) backends.push({ name: "PostgreSQL", url: server.url, goalMs: 15 });

for (const { name, url, goalMs } of backends) {
  const { folder, clear } = await makeWorkplace();
  const postgres = await openDatabase({
    url,
    directory: path.join(folder, "db"),
    migrationsFolder: path.resolve("lib/db/migrations"),
  });
  await seedLibrary(postgres, { count: assetCount });
  console.log(`  ${assetCount.toLocaleString("en")} assets, ${name}`);

  // One statement with the page's own columns and order: what no list can be faster than.
  const bareMs = await repeat(() =>
    postgres.query(
      "SELECT * FROM assets WHERE removing_at IS NULL ORDER BY created_at DESC, asset_id DESC LIMIT 51",
    ),
  );
  const oursMs = await repeat((round) => listAssets(viewer, requests[round % requests.length] ?? first));
  reportComparison({
    what: "filtered, sorted, searched page, p95",
    unit: "ms",
    ours: percentile(oursMs, 0.95),
    baseline: { name: "bare newest page, p95", value: percentile(bareMs, 0.95) },
  });
  reportFigure("the same against its goal", percentile(oursMs, 0.95), "ms", { atMost: goalMs });

  let cursor: string | undefined;
  for (let page = 1; page < deepPage; page++) {
    cursor = (await listAssets(viewer, { ...first, cursor })).nextCursor ?? undefined;
  }
  reportComparison({
    what: `page ${deepPage}, median`,
    unit: "ms",
    ours: percentile(await repeat(() => listAssets(viewer, { ...first, cursor })), 0.5),
    baseline: {
      name: "page 1, median",
      value: percentile(await repeat(() => listAssets(viewer, first)), 0.5),
    },
    goal: { atMost: 1.2 },
  });
  reportFigure(
    "counts of the filter menus, p95",
    percentile(await repeat(() => listAssetFacets(viewer, first)), 0.95),
    "ms",
  );
  await closeDatabase();
  await clear();
}
await server?.drop();

async function repeat(work: (round: number) => Promise<unknown>): Promise<number[]> {
  for (let warm = 0; warm < requests.length * 2; warm++) await work(warm);
  const measured: number[] = [];
  for (let round = 0; round < samples; round++) measured.push((await timed(() => work(round))).ms);
  return measured;
}
