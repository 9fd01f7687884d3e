import { createServer } from "node:http";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { LiveMessage } from "#lib/domain/live.ts";
import type { Viewer } from "#lib/domain/user.ts";
import { env } from "#lib/env.ts";
import { listConnections } from "#lib/features/connections/queries.ts";
import { getAsset } from "#lib/features/library/get-asset.ts";
import { listAssets } from "#lib/features/library/queries.ts";
import { assetPageRequest } from "#lib/features/library/schema.ts";
import { startSync } from "#lib/features/sync/start-sync.ts";
import { liveHub } from "#lib/live/hub.ts";
import { publishLive } from "#lib/live/publish.ts";
import { addTestConnection } from "#tests/support/add-connection.ts";
import { openTestDashboard } from "#tests/support/dashboard-people.ts";
import { findFreePorts } from "#tests/support/ports.ts";
import { until } from "#tests/support/until.ts";
import { standInVideos, startZiggeoStandIn, type ZiggeoStandIn } from "#tests/support/ziggeo-stand-in.ts";

const viewer: Viewer = { userId: "u", name: "Ada", email: "ada@example.com", role: "owner" };
let dashboard: Awaited<ReturnType<typeof openTestDashboard>>;
let provider: ZiggeoStandIn;
let connectionId: string;
let enginePort: number;
let stopSync: (() => Promise<void>) | undefined;
const said: LiveMessage[] = [];

beforeAll(async () => {
  enginePort = await findFreePorts(5);
  // Read once, at the first use of the environment.
  vi.stubEnv("ENGINE_PORT", String(enginePort));
  expect(env().enginePort).toBe(enginePort);
  dashboard = await openTestDashboard();
  liveHub().subscribe(({ message }) => said.push(message));
});
beforeEach(async () => {
  provider = await startZiggeoStandIn();
  provider.videos.push(...standInVideos(30));
  connectionId = await addTestConnection(provider.baseUrl, { name: "Campaigns" });
});
afterEach(async () => {
  await stopSync?.();
  stopSync = undefined;
  await provider.close();
  await dashboard.postgres.query("DELETE FROM connections");
  said.length = 0;
});
afterAll(() => dashboard.close());

const page = () => listAssets(viewer, assetPageRequest.parse({}));
const connection = async (id = connectionId) =>
  (await listConnections(viewer)).find((each) => each.connectionId === id);

describe("keeping connections in step", () => {
  test("a new connection is imported, healthy, and says when it was synced", async () => {
    stopSync = await startSync();
    await until("the import", async () => (await page()).total === 30);
    const found = await until("the sync's end", async () => {
      const each = await connection();
      return each?.lastSyncedAt ? each : undefined;
    });
    expect(found).toMatchObject({ assetCount: 30, health: { cause: "ok" }, state: "active" });
    expect(said).toContainEqual({ type: "connection", connectionId });
  });

  test("work in progress is read again by itself until it is done", async () => {
    const [video] = provider.videos;
    if (video) video.state = 4;
    stopSync = await startSync();
    await until("the import", async () => (await page()).total === 30);
    if (video) video.state = 5;
    await until("the change", () =>
      said.some((message) => message.type === "asset" && message.status === "ready"),
    );
  });

  test("keys revoked in the middle mark the connection, echo nothing, and leave others in step", async () => {
    const other = await startZiggeoStandIn();
    other.videos.push(...standInVideos(5));
    // Something in progress is asked for every second, so the refusal is met at once.
    const [video] = provider.videos;
    if (video) video.state = 4;
    const otherId = await addTestConnection(other.baseUrl, { name: "Other" });
    stopSync = await startSync();
    await until("both imports", async () => (await page()).total === 35);
    provider.mood = "refuse";
    const marked = await until(
      "the mark",
      async () => {
        const each = await connection();
        return each?.health.cause === "unauthorized" ? each : undefined;
      },
      { withinMs: 40_000 },
    );
    expect(JSON.stringify(marked)).not.toContain("planted-private-key");
    expect(marked.assetCount).toBe(30);
    expect((await page()).total).toBe(35);
    other.videos.push(...standInVideos(1, 70));
    await until("the other's news", async () => (await connection(otherId))?.assetCount === 6, {
      withinMs: 40_000,
    });
    expect((await connection(otherId))?.health.cause).toBe("ok");

    provider.mood = "well";
    publishLive({ type: "connection", connectionId });
    await until("the recovery", async () => (await connection())?.health.cause === "ok");
    await other.close();
  }, 120_000);

  test("a provider that hangs holds up neither the list nor an asset's page", async () => {
    stopSync = await startSync();
    await until("the import", async () => (await page()).total === 30);
    await stopSync();
    stopSync = undefined;
    await dashboard.postgres.query("UPDATE assets SET read_at = read_at - interval '1 hour'");
    provider.mood = "hang";
    const { items } = await page();
    expect(items).toHaveLength(30);
    const asset = await getAsset(viewer, items[0]?.assetId ?? "");
    expect(asset).toMatchObject({ isStale: true, title: items[0]?.title });
    await until("the provider to have been asked", () =>
      provider.requests.some((request) => /videos\/v/.test(request)),
    );
  });

  test("opening an asset repairs the index: what changed there, and what is gone there", async () => {
    stopSync = await startSync();
    await until("the import", async () => (await page()).total === 30);
    await stopSync();
    stopSync = undefined;
    await dashboard.postgres.query("UPDATE assets SET read_at = read_at - interval '1 hour'");
    const { items } = await page();
    const [first, second] = items;
    const renamed = provider.videos.find(({ title }) => title === first?.title);
    if (renamed) renamed.title = "Renamed there";
    expect(await getAsset(viewer, first?.assetId ?? "")).toMatchObject({
      title: "Renamed there",
      isStale: false,
    });
    expect((await page()).items[0]?.title).toBe("Renamed there");
    provider.videos.splice(
      provider.videos.findIndex(({ title }) => title === second?.title),
      1,
    );
    await expect(getAsset(viewer, second?.assetId ?? "")).rejects.toMatchObject({ code: "not_found" });
    expect((await page()).total).toBe(29);
  });

  test("a paused connection is left alone and keeps its videos on show", async () => {
    // Asked for every second while it is not paused.
    const [video] = provider.videos;
    if (video) video.state = 4;
    stopSync = await startSync();
    await until("the import", async () => (await page()).total === 30);
    await dashboard.postgres.query("UPDATE connections SET state = 'paused'");
    publishLive({ type: "connection", connectionId });
    await until("no request for a while", async () => {
      const before = provider.requests.length;
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      return provider.requests.length === before;
    });
    expect((await page()).total).toBe(30);
  });

  test("pages are told when the engine goes and comes", async () => {
    stopSync = await startSync();
    const engine = createServer((_request, response) => response.end("{}"));
    engine.listen(enginePort, "127.0.0.1");
    await until("up", () => said.some((message) => message.type === "engine" && message.state === "up"));
    engine.closeAllConnections();
    engine.close();
    await until("gone", () =>
      said.some((message) => message.type === "engine" && message.state === "restarting"),
    );
  });
});
