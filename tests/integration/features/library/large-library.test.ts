import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { assets } from "#lib/db/schema/assets.ts";
import type { Viewer } from "#lib/domain/user.ts";
import { toAfter, toOrder, toWhere } from "#lib/features/library/conditions.ts";
import { getAssetTotal, listAssetFacets, listAssets } from "#lib/features/library/queries.ts";
import { assetFilter, assetPageRequest, assetSorts } from "#lib/features/library/schema.ts";
import { openTestDatabase } from "#tests/support/dashboard-database.ts";
import { seedLibrary } from "#tests/support/seed-library.ts";

const viewer: Viewer = { userId: "u", name: "Ada", email: "ada@example.com", role: "viewer" };
const size = 100_000;
let database: Awaited<ReturnType<typeof openTestDatabase>>;

beforeAll(async () => {
  database = await openTestDatabase();
  await seedLibrary(database.postgres, { count: size });
});
afterAll(() => database.close());

const page = (given: Record<string, unknown>) => listAssets(viewer, assetPageRequest.parse(given));
const filterOf = (given: Record<string, unknown>) => assetFilter.parse(given);
const known = ["ziggeo", "telestream", "stupeflix", "apivideo"].map((provider) => ({
  connectionId: `seed-${provider}`,
  provider,
  removedAt: null,
}));

/** The plan of a page's query, as text. */
async function explain(given: Record<string, unknown>, after?: { key: string | number }): Promise<string> {
  const filter = filterOf(given);
  const cursor = after && { sort: filter.sort, assetId: "a", total: 0, totalIsExact: true, ...after };
  const query = database.postgres.db
    .select({ id: assets.assetId })
    .from(assets)
    .where(sql`${toWhere(filter, known)} ${cursor ? sql` AND ${toAfter(cursor)}` : sql``}`)
    .orderBy(...toOrder(filter.sort))
    .limit(101);
  const result = await database.postgres.db.execute(sql`EXPLAIN ${query.getSQL()}`);
  return JSON.stringify(result);
}

describe("a library of 100,000 assets", () => {
  test.each([
    ["newest", "2026-09-01T00:00:00.000Z", "assets_by_created"],
    ["oldest", "2026-09-01T00:00:00.000Z", "assets_by_created"],
    ["title", "keynote", "assets_by_title"],
    ["longest", 3_600_000, "assets_by_duration"],
    ["largest", 2_000_000_000, "assets_by_size"],
  ])("sorted by %s, a page deep inside is found by seeking its index", async (sort, key, index) => {
    for (const plan of [await explain({ sort }), await explain({ sort }, { key })]) {
      expect(plan).toContain(index);
      expect(plan).not.toContain("Sort Key");
    }
    expect(await explain({ sort }, { key })).toMatch(/Index Cond: \(ROW\(/);
  });

  test.each([
    ["a rare word", { q: "zephyr", sort: "title" }, "assets_by_words"],
    ["part of a word", { q: "ephy" }, "assets_by_words"],
    ["one connection", { connection: "seed-apivideo" }, "assets_by_created|assets_of_connection"],
    ["one provider", { provider: "ziggeo", sort: "oldest" }, "assets_by_created|assets_of_connection"],
    ["a word within a connection", { connection: "seed-apivideo", q: "zephyr" }, "assets_by_words"],
    ["a rare state", { status: "failed" }, "assets_of_status"],
  ])("filtered by %s, an index finds it", async (_what, filter, index) => {
    expect(await explain(filter)).toMatch(new RegExp(index));
  });

  test.each(assetSorts)("paging through everything by %s meets each asset once", async (sort) => {
    const seen = new Set<string>();
    let cursor: string | undefined;
    do {
      const found = await page({ sort, limit: 200, status: "failed,encoding", cursor });
      for (const { assetId } of found.items) {
        expect(seen.has(assetId)).toBe(false);
        seen.add(assetId);
      }
      cursor = found.nextCursor ?? undefined;
    } while (cursor);
    const { total, totalIsExact } = await page({ status: "failed,encoding" });
    expect(totalIsExact).toBe(true);
    expect(seen.size).toBe(total);
  });

  test("while rows come and go, paging neither repeats nor loses one that stayed", async () => {
    const stayed = new Set(
      (
        await database.postgres.query<{ asset_id: string }>(
          "SELECT asset_id FROM assets WHERE connection_id = 'seed-stupeflix' AND status = 'failed'",
        )
      ).map((row) => row.asset_id),
    );
    const seen = new Set<string>();
    let cursor: string | undefined;
    let round = 0;
    do {
      const found = await page({
        sort: "title",
        limit: 7,
        connection: "seed-stupeflix",
        status: "failed",
        cursor,
      });
      for (const { assetId } of found.items) {
        expect(seen.has(assetId)).toBe(false);
        seen.add(assetId);
      }
      cursor = found.nextCursor ?? undefined;
      round += 1;
      const [gone] = found.items;
      if (gone) await database.postgres.query("DELETE FROM assets WHERE asset_id = $1", [gone.assetId]);
      for (const key of [" early", "zz late"]) {
        await database.postgres.query(
          `INSERT INTO assets (asset_id, connection_id, provider, provider_asset_id, title, title_key, search_text,
             type, status, content_hash, shape_hash, created_at, updated_at, read_at)
           VALUES ($1, 'seed-stupeflix', 'stupeflix', $1, 'x', $2, 'x', 'video', 'failed', 'x', 'x', now(), now(), now())`,
          [`new-${round}-${key}`, `${key} ${String(round).padStart(8, "0")}`],
        );
      }
      if (round > 200) break;
    } while (cursor && seen.size < stayed.size + 20);
    for (const assetId of stayed) expect(seen.has(assetId)).toBe(true);
  });

  test.each([
    ["a type", { type: "audio" }, "type = 'audio'"],
    ["a state or another", { status: "failed,encoding" }, "status IN ('failed', 'encoding')"],
    ["a provider", { provider: "ziggeo" }, "provider = 'ziggeo'"],
    ["a connection", { connection: "seed-apivideo" }, "connection_id = 'seed-apivideo'"],
    ["a tag", { tag: "legal-hold" }, "'legal-hold' = ANY(tags)"],
    ["a tag or another", { tag: "social,internal" }, "tags && '{social,internal}'"],
    [
      "a first day",
      { from: "2026-10-15", type: "audio" },
      "type = 'audio' AND (created_at AT TIME ZONE 'UTC')::date >= '2026-10-15'",
    ],
    [
      "a last day",
      { to: "2026-09-15", type: "audio" },
      "type = 'audio' AND (created_at AT TIME ZONE 'UTC')::date <= '2026-09-15'",
    ],
    [
      "one day, its first moment and its last",
      { from: "2026-10-08", to: "2026-10-08" },
      "(created_at AT TIME ZONE 'UTC')::date = '2026-10-08'",
    ],
    [
      "all of these at once",
      {
        q: "dusk",
        type: "video",
        provider: "telestream",
        tag: "launch",
        from: "2026-10-01",
        to: "2026-10-31",
      },
      `search_text LIKE '%dusk%' AND type = 'video' AND provider = 'telestream' AND 'launch' = ANY(tags)
        AND (created_at AT TIME ZONE 'UTC')::date BETWEEN '2026-10-01' AND '2026-10-31'`,
    ],
  ])("narrowed to %s, it lists what fits, all of it, and nothing else", async (_what, filter, condition) => {
    const [fitting] = await database.postgres.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM assets WHERE removing_at IS NULL AND (${condition})`,
    );
    expect(fitting?.n).toBeGreaterThan(0);
    expect(fitting?.n).toBeLessThan(size / 2);
    const { total, totalIsExact } = await getAssetTotal(viewer, filterOf(filter));
    if (totalIsExact) expect(total).toBe(fitting?.n);
    else expect(total).toBeGreaterThan(10_000);
    const { items } = await page({ ...filter, limit: 200 });
    expect(items).toHaveLength(Math.min(200, fitting?.n ?? 0));
    const [astray] = await database.postgres.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM assets WHERE NOT (${condition})
        AND asset_id IN (SELECT jsonb_array_elements_text($1::text::jsonb))`,
      [JSON.stringify(items.map(({ assetId }) => assetId))],
    );
    expect(astray?.n).toBe(0);
  });

  test("totals are exact up to 10,000 and say so when they are an estimate", async () => {
    const few = await getAssetTotal(viewer, filterOf({ q: "zephyr" }));
    const [counted] = await database.postgres.query<{ n: number }>(
      "SELECT count(*)::int AS n FROM assets WHERE search_text LIKE '%zephyr%'",
    );
    expect(few).toMatchObject({ total: counted?.n, totalIsExact: true });
    const many = await getAssetTotal(viewer, filterOf({ q: "clip" }));
    expect(many.totalIsExact).toBe(false);
    expect(many.total).toBeGreaterThan(10_000);
  });

  test("a page does not count what no counter knows; asked for alone, the total is exact", async () => {
    const [counted] = await database.postgres.query<{ n: number }>(
      "SELECT count(*)::int AS n FROM assets WHERE search_text LIKE '%clip%' AND type = 'audio'",
    );
    const withPage = await page({ q: "clip", type: "audio", limit: 1 });
    expect(withPage.totalIsExact).toBe(false);
    expect(withPage.total).toBeGreaterThan(1);
    const alone = await getAssetTotal(viewer, filterOf({ q: "clip", type: "audio" }));
    expect(alone).toEqual({ total: counted?.n, totalIsExact: true });
  });

  test("the total of one tag comes from its counter, and with a state beside it from the rows", async () => {
    const countOf = async (condition: string) =>
      (
        await database.postgres.query<{ n: number }>(
          `SELECT count(*)::int AS n FROM assets WHERE ${condition}`,
        )
      )[0]?.n;
    expect(await page({ tag: "launch", limit: 5 })).toMatchObject({
      total: await countOf("tags @> '{launch}'"),
      totalIsExact: true,
    });
    expect(await getAssetTotal(viewer, filterOf({ tag: "launch", status: "failed" }))).toEqual({
      total: await countOf("tags @> '{launch}' AND status = 'failed'"),
      totalIsExact: true,
    });
  });

  test("the counters agree with the rows, whatever was inserted, changed and deleted", async () => {
    await database.postgres.query(
      "UPDATE assets SET status = 'ready', tags = '{moved}' WHERE status = 'encoding'",
    );
    await database.postgres.query("UPDATE assets SET removing_at = now() WHERE title LIKE '%zephyr%'");
    const [row] = await database.postgres.query<{ n: number }>(
      "SELECT count(*)::int AS n FROM assets WHERE removing_at IS NULL",
    );
    expect(await page({ limit: 1 })).toMatchObject({ total: row?.n, totalIsExact: true });
    const [moved] = await database.postgres.query<{ n: number }>(
      "SELECT count(*)::int AS n FROM assets WHERE tags @> '{moved}' AND removing_at IS NULL",
    );
    const facets = await listAssetFacets(viewer, filterOf({}));
    expect(facets.total).toBe(row?.n);
    expect(facets.tag.moved).toBe(moved?.n);
    expect(facets.status.encoding).toBeUndefined();
  });

  test("each filter menu counts under the other filters, not under its own", async () => {
    const facets = await listAssetFacets(viewer, filterOf({ provider: "ziggeo", status: "failed" }));
    expect(Object.keys(facets.provider).toSorted()).toEqual([
      "apivideo",
      "stupeflix",
      "telestream",
      "ziggeo",
    ]);
    expect(facets.total).toBe(facets.provider.ziggeo);
    expect(facets.status.ready).toBeGreaterThan(20_000);
    const searched = await listAssetFacets(viewer, filterOf({ q: "harbour dusk", provider: "ziggeo" }));
    const counted = await getAssetTotal(viewer, filterOf({ q: "harbour dusk", provider: "ziggeo" }));
    expect(searched.total).toBe(counted.total);
  });

  test("a connection on its way out no longer shows, before its rows are gone", async () => {
    await database.postgres.query(
      "UPDATE connections SET removed_at = now() WHERE connection_id = 'seed-ziggeo'",
    );
    const found = await page({ limit: 200 });
    expect(found.items.some(({ provider }) => provider === "ziggeo")).toBe(false);
    const [row] = await database.postgres.query<{ n: number }>(
      "SELECT count(*)::int AS n FROM assets WHERE removing_at IS NULL AND connection_id <> 'seed-ziggeo'",
    );
    expect(found.total).toBe(row?.n);
    expect((await page({ provider: "ziggeo" })).items).toEqual([]);
  });

  test("a cursor that was tampered with, or is of another sort, is refused in words", async () => {
    const { nextCursor } = await page({ sort: "title", limit: 1 });
    await expect(page({ sort: "newest", cursor: nextCursor })).rejects.toThrow("Load the list again");
    await expect(page({ cursor: "%%%" })).rejects.toMatchObject({ code: "invalid" });
  });
});
