import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { applyAssets } from "#lib/asset-index/apply-assets.ts";
import { forgetAsset } from "#lib/asset-index/forget-asset.ts";
import type { ProviderAsset } from "#lib/domain/asset.ts";
import type { LiveMessage } from "#lib/domain/live.ts";
import type { Rendition } from "#lib/domain/rendition.ts";
import { listAssets } from "#lib/features/library/queries.ts";
import { assetPageRequest } from "#lib/features/library/schema.ts";
import { liveHub } from "#lib/live/hub.ts";
import { addTestConnection } from "#tests/support/add-connection.ts";
import { openTestDashboard, signInAs } from "#tests/support/dashboard-people.ts";
import { providerAsset } from "#tests/support/provider-asset.ts";

let dashboard: Awaited<ReturnType<typeof openTestDashboard>>;
let connectionId: string;
let said: LiveMessage[] = [];
beforeAll(async () => {
  dashboard = await openTestDashboard();
  liveHub().subscribe(({ message }) => said.push(message));
});
beforeEach(async () => {
  connectionId = await addTestConnection("http://127.0.0.1:1");
  said = [];
});
afterAll(() => dashboard.close());

const at = (second: number) => new Date(Date.UTC(2026, 10, 21, 12, 0, second));

const rendition = (given: Partial<Rendition> = {}): Rendition => ({
  renditionId: "r1",
  name: "h264",
  kind: "video",
  status: "encoding",
  progressPercent: 10,
  queuePosition: null,
  remainingMs: 9_000,
  videoCodec: "h264",
  audioCodec: "aac",
  container: "mp4",
  width: 1280,
  height: 720,
  framesPerSecond: 29.97,
  bitrateKbps: null,
  sizeBytes: null,
  durationMs: null,
  url: null,
  error: null,
  startedAt: at(0).toISOString(),
  updatedAt: at(0).toISOString(),
  ...given,
});

const asset = (given: Partial<ProviderAsset> = {}) =>
  providerAsset({
    provider: "ziggeo",
    providerAssetId: "p1",
    fileName: "harbour.mov",
    durationMs: 42_000.4,
    width: 1920,
    height: 1080,
    framesPerSecond: 29.97,
    sizeBytes: 5_000_000_000,
    videoCodec: "h264",
    audioCodec: "aac",
    bitrateKbps: 4_000,
    tags: ["summer-26"],
    renditions: [rendition()],
    ...given,
  });

const rows = () =>
  dashboard.postgres.query<{ title: string; status: string; size_bytes: string; progress: unknown }>(
    "SELECT title, status, size_bytes::text, progress FROM assets WHERE connection_id = $1",
    [connectionId],
  );

describe("the index of what providers have", () => {
  test("a new asset is stored with sizes beyond 32 bits, and announced", async () => {
    const ids = await applyAssets(connectionId, [asset()], { readAt: at(1), changedAtMs: 77 });
    expect(await rows()).toEqual([
      {
        title: "Harbour at dusk",
        status: "encoding",
        size_bytes: "5000000000",
        progress: { renditionName: "h264", percent: 10, remainingMs: 9_000, queuePosition: null },
      },
    ]);
    expect(said).toEqual([
      { type: "asset", assetId: ids.get("p1"), status: "encoding", from: null, changedAtMs: 77 },
      expect.objectContaining({ type: "rendition", renditionId: "r1", progressPercent: 10, changedAtMs: 77 }),
    ]);
  });

  test("who knows the connection's addresses has pages told what a card shows", async () => {
    const urlBase = { provider: "ziggeo", isLocal: true, baseUrl: "http://127.0.0.1:1" } as const;
    const told = asset({
      status: "ready",
      posterUrl: "http://127.0.0.1:3100/files/a/p.jpg",
      durationMs: 8_000,
    });
    const ids = await applyAssets(connectionId, [told], { readAt: at(1), urlBase });
    const shown = { posterUrl: "/engine/ziggeo/files/a/p.jpg", durationMs: 8_000 };
    expect(said[0]).toMatchObject({ type: "asset", status: "ready", from: null, ...shown });
    // To a page the card is what a list would have read.
    const { viewer } = await signInAs("viewer");
    const { items } = await listAssets(viewer, assetPageRequest.parse({ connection: connectionId }));
    expect(said[0]).toHaveProperty("card", items[0]);
    expect(items[0]?.assetId).toBe(ids.get("p1"));
    // Of one that is known the page has the rest.
    said = [];
    await applyAssets(connectionId, [{ ...told, title: "Harbour at dawn" }], { readAt: at(2), urlBase });
    expect(said[0]).toMatchObject({ from: "ready", ...shown });
    expect(said[0]).not.toHaveProperty("card");
  });

  test("the same answer again is neither written nor announced", async () => {
    await applyAssets(connectionId, [asset()], { readAt: at(1) });
    said = [];
    await applyAssets(connectionId, [asset()], { readAt: at(2) });
    expect(said).toEqual([]);
  });

  test("an address that is another at each reading is kept, and no change of the asset", async () => {
    const priv = (token: string) =>
      asset({ posterUrl: `https://vod.example.com/v1/token/${token}/thumbnail.jpg` });
    await applyAssets(connectionId, [priv("t1")], { readAt: at(1) });
    said = [];
    await applyAssets(connectionId, [priv("t2")], { readAt: at(2) });
    expect(said).toEqual([]);
    const [row] = await dashboard.postgres.query<{ poster_url: string }>(
      "SELECT poster_url FROM assets WHERE connection_id = $1",
      [connectionId],
    );
    expect(row?.poster_url).toContain("/t2/");
  });

  test("what is under way, and since when it has not moved, is known", async () => {
    const work = async () => {
      const [row] = await dashboard.postgres.query<{ under_way: boolean; moved_at: string | Date }>(
        "SELECT under_way, moved_at FROM assets WHERE connection_id = $1",
        [connectionId],
      );
      return row && { ...row, moved_at: new Date(row.moved_at) };
    };
    const ready = { status: "ready", posterUrl: "https://example.com/p.jpg" } as const;
    const steps = [
      [asset(), true, 1],
      [asset(), true, 1],
      [asset({ title: "Renamed" }), true, 1],
      [asset({ renditions: [rendition({ progressPercent: 20 })] }), true, 4],
      [asset({ ...ready }), true, 5],
      [asset({ ...ready, renditions: [], hasMoreToCome: true }), true, 6],
      [asset({ ...ready, renditions: [rendition({ status: "failed" })] }), false, 7],
    ] as const;
    for (const [index, [told, isUnderWay, movedSecond]] of steps.entries()) {
      await applyAssets(connectionId, [told], { readAt: at(index + 1) });
      expect(await work()).toEqual({ under_way: isUnderWay, moved_at: at(movedSecond) });
    }
  });

  test("progress alone is announced as progress, not as a changed asset", async () => {
    await applyAssets(connectionId, [asset()], { readAt: at(1) });
    said = [];
    const moved = [rendition({ progressPercent: 60, remainingMs: 3_000, updatedAt: at(3).toISOString() })];
    await applyAssets(connectionId, [asset({ renditions: moved, updatedAt: at(3).toISOString() })], {
      readAt: at(3),
    });
    expect(said.map(({ type }) => type)).toEqual(["rendition"]);
    expect(said[0]).toMatchObject({ progressPercent: 60, remainingMs: 3_000 });
  });

  test("progress of one asset is not taken for another's", async () => {
    await applyAssets(connectionId, [asset(), asset({ providerAssetId: "p2", renditions: [] })], {
      readAt: at(1),
    });
    said = [];
    await applyAssets(connectionId, [asset({ providerAssetId: "p2" })], { readAt: at(2) });
    expect(said.map(({ type }) => type)).toEqual(["asset", "rendition"]);
  });

  test("an answer that was asked for earlier never overwrites a later one", async () => {
    const done = asset({
      status: "ready",
      renditions: [rendition({ status: "ready", progressPercent: 100 })],
    });
    await applyAssets(connectionId, [done], { readAt: at(5) });
    await applyAssets(connectionId, [asset()], { readAt: at(4) });
    expect(await rows()).toMatchObject([{ status: "ready" }]);
    const stored = await dashboard.postgres.query(
      "SELECT status, progress_percent FROM renditions r JOIN assets USING (asset_id) WHERE connection_id = $1".replace(
        "status,",
        "r.status,",
      ),
      [connectionId],
    );
    expect(stored).toEqual([{ status: "ready", progress_percent: 100 }]);
  });

  test("a listing read before an asset was deleted does not bring it back", async () => {
    const ids = await applyAssets(connectionId, [asset()], { readAt: at(1) });
    said = [];
    await forgetAsset(connectionId, "p1", at(5));
    expect(said).toEqual([{ type: "asset-removed", assetId: ids.get("p1") }]);
    await applyAssets(connectionId, [asset()], { readAt: at(4), announce: "library" });
    expect(await rows()).toEqual([]);
    await applyAssets(connectionId, [asset()], { readAt: at(6) });
    expect(await rows()).toHaveLength(1);
  });

  test("renditions the provider no longer has go", async () => {
    await applyAssets(
      connectionId,
      [asset({ renditions: [rendition(), rendition({ renditionId: "r2" })] })],
      {
        readAt: at(1),
      },
    );
    await applyAssets(connectionId, [asset({ renditions: [rendition({ renditionId: "r2" })] })], {
      readAt: at(2),
    });
    const left = await dashboard.postgres.query(
      "SELECT rendition_id FROM renditions JOIN assets USING (asset_id) WHERE connection_id = $1",
      [connectionId],
    );
    expect(left).toEqual([{ rendition_id: "r2" }]);
  });

  test("what Postgres cannot store does not stop what it can", async () => {
    await applyAssets(
      connectionId,
      [
        asset({ title: "a\0b\ud800", tags: ["x\0"] }),
        asset({ providerAssetId: "p2", title: "'; DROP TABLE assets; --" }),
      ],
      { readAt: at(1) },
    );
    expect((await rows()).map(({ title }) => title).toSorted()).toEqual([
      "'; DROP TABLE assets; --",
      "ab\ufffd",
    ]);
  });

  test("two readers of the same assets at once leave one row each", async () => {
    const many = Array.from({ length: 50 }, (_, n) => asset({ providerAssetId: `p${n}` }));
    await Promise.all([
      applyAssets(connectionId, many, { readAt: at(1) }),
      applyAssets(connectionId, many.toReversed(), { readAt: at(2) }),
    ]);
    expect(await rows()).toHaveLength(50);
  });
});

test("two readings of a new asset at once agree on its id, whichever is younger", async () => {
  for (const [first, second] of [
    [at(1), at(2)],
    [at(2), at(1)],
  ] as const) {
    const told = asset({ providerAssetId: `new-${first.toISOString()}` });
    const [one, other] = await Promise.all([
      applyAssets(connectionId, [told], { readAt: first }),
      applyAssets(connectionId, [{ ...told, title: "Read at another moment" }], { readAt: second }),
    ]);
    expect(one.get(told.providerAssetId)).toBeDefined();
    expect(other.get(told.providerAssetId)).toBe(one.get(told.providerAssetId));
  }
});
