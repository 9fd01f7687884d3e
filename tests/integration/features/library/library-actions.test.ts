import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { LiveMessage } from "#lib/domain/live.ts";
import { clearConnection } from "#lib/features/connections/jobs/clear-connection.ts";
import { ensureLocalConnections } from "#lib/features/connections/local-connections.ts";
import { listConnections } from "#lib/features/connections/queries.ts";
import {
  addSampleVideos,
  cancelRendition,
  deleteAssets,
  importUrl,
  retryRendition,
} from "#lib/features/library/actions.ts";
import { getAsset, getRawAsset } from "#lib/features/library/get-asset.ts";
import { removeAsset } from "#lib/features/library/jobs/remove-asset.ts";
import { listAssets } from "#lib/features/library/queries.ts";
import { type AssetDetail, assetDetail, assetPageRequest } from "#lib/features/library/schema.ts";
import { listWork } from "#lib/features/library/work.ts";
import { startSync } from "#lib/features/sync/start-sync.ts";
import { liveHub } from "#lib/live/hub.ts";
import { startWorker } from "#lib/queue/worker.ts";
import { clip } from "#tests/support/clips.ts";
import { openTestDashboard, type SignedIn, signInAs } from "#tests/support/dashboard-people.ts";
import { startTestEngine, type TestEngine } from "#tests/support/engine.ts";
import { type FaultServer, raw, startFaultServer } from "#tests/support/fault-server.ts";
import { asRequest } from "#tests/support/next-headers.ts";
import { until } from "#tests/support/until.ts";

let dashboard: Awaited<ReturnType<typeof openTestDashboard>>;
let engine: TestEngine;
/** Somebody's web server, with a film on it. */
let outside: FaultServer;
let editor: SignedIn;
let viewer: SignedIn;
let connectionId: string;
let otherId: string;
const stops: (() => Promise<void>)[] = [];
const said: LiveMessage[] = [];

beforeAll(async () => {
  outside = await startFaultServer();
  engine = await startTestEngine({ allowPrivateUrls: [`127.0.0.1:${outside.port}`] });
  dashboard = await openTestDashboard();
  liveHub().subscribe(({ message }) => said.push(message));
  const file = path.join(dashboard.directory, "credentials.json");
  await writeFile(file, JSON.stringify(engine.credentials));
  await ensureLocalConnections(file);
  stops.push(await startWorker([removeAsset, clearConnection]), await startSync());
  editor = await signInAs("editor");
  viewer = await signInAs("viewer");
  const connections = await listConnections(viewer.viewer);
  connectionId = connections.find(({ provider }) => provider === "telestream")?.connectionId ?? "";
  otherId = connections.find(({ provider }) => provider === "stupeflix")?.connectionId ?? "";
}, 120_000);
afterAll(async () => {
  for (const stop of stops.toReversed()) await stop();
  await dashboard.close();
  await engine.close();
  await outside.close();
});

const page = () => listAssets(viewer.viewer, assetPageRequest.parse({ connection: connectionId }));
const as = <T>(person: SignedIn, run: () => Promise<T>) => asRequest(person.headers, run);

describe("sample videos", () => {
  test("an editor adds them; they appear, are encoded, and every step is told live", async () => {
    const added = await as(editor, () => addSampleVideos({ connectionId }));
    expect(added).toMatchObject({ ok: true });
    const count = added.ok ? added.value.count : 0;
    expect(count).toBeGreaterThan(2);
    expect((await page()).total).toBe(count);
    // Started, not advanced: ffmpeg runs at the lowest priority and a busy machine may hardly let it.
    await until(
      "an encoding to start",
      () => said.some((message) => message.type === "rendition" && message.status === "encoding"),
      { withinMs: 120_000 },
    );
    const work = await listWork(viewer.viewer);
    expect(work.length).toBeGreaterThan(0);
    expect(work[0]).toMatchObject({ connectionName: "Local Telestream", provider: "telestream" });
    const sample = await getAsset(viewer.viewer, work[0]?.assetId ?? "");
    expect(sample).toMatchObject({ videoCodec: "h264", audioCodec: "aac" });
  }, 180_000);

  test("a viewer may not, and a provider without samples says so", async () => {
    expect(await as(viewer, () => addSampleVideos({ connectionId }))).toMatchObject({
      ok: false,
      error: { code: "forbidden" },
    });
    expect(await as(editor, () => addSampleVideos({ connectionId: otherId }))).toMatchObject({
      ok: false,
      error: { code: "invalid", message: "Local Stupeflix has no sample videos." },
    });
    expect(await as(editor, () => addSampleVideos({}))).toMatchObject({
      ok: false,
      error: { code: "invalid" },
    });
  });
});

/** An asset with a rendition in this state. */
const findWith = (status: string) =>
  until(
    `an asset with a rendition that is ${status}`,
    async () => {
      for (const item of await listWork(viewer.viewer)) {
        if (item.status === status) return item;
      }
      return undefined;
    },
    { withinMs: 60_000 },
  );

describe("an asset", () => {
  test("is shown with URLs that a browser reaches, and with nothing that it must not know", async () => {
    const [item] = (await page()).items;
    const asset: AssetDetail = await getAsset(viewer.viewer, item?.assetId ?? "");
    expect(assetDetail.parse(JSON.parse(JSON.stringify(asset)))).toEqual(asset);
    expect(asset).toMatchObject({ isStale: false, connectionName: "Local Telestream" });
    expect(asset.abilities).toEqual({ retry: true, cancel: true, remove: true });
    const text = JSON.stringify(asset);
    expect(text).not.toContain("127.0.0.1");
    expect(text).not.toContain(engine.credentials.telestream.secretKey);
    const raw = JSON.stringify(await getRawAsset(viewer.viewer, asset.assetId));
    expect(raw).toContain(asset.providerAssetId);
    expect(raw).not.toContain(engine.credentials.telestream.secretKey);
  });
});

describe("renditions", () => {
  test("an editor cancels one that waits and has it made again", async () => {
    const waiting = await findWith("queued");
    const target = { assetId: waiting.assetId, renditionId: waiting.renditionId };
    expect(await as(editor, () => cancelRendition(target))).toMatchObject({ ok: true });
    const cancelled = (await getAsset(viewer.viewer, target.assetId)).renditions.find(
      ({ renditionId }) => renditionId === target.renditionId,
    );
    expect(cancelled?.status).toBe("cancelled");
    expect(await as(editor, () => retryRendition(target))).toMatchObject({ ok: true });
    const again = (await getAsset(viewer.viewer, target.assetId)).renditions.find(
      ({ renditionId }) => renditionId === target.renditionId,
    );
    expect(["queued", "encoding"]).toContain(again?.status);
  }, 90_000);

  test.each([
    ["retried", retryRendition],
    ["cancelled", cancelRendition],
  ])("a viewer cannot have one %s, and one that does not exist is refused in words", async (_what, act) => {
    const [item] = (await page()).items;
    const target = { assetId: item?.assetId ?? "", renditionId: "f".repeat(32) };
    expect(await as(viewer, () => act(target))).toMatchObject({ ok: false, error: { code: "forbidden" } });
    expect(await as(editor, () => act(target))).toMatchObject({
      ok: false,
      error: { code: "provider_refused" },
    });
    expect(await as(editor, () => act({ ...target, assetId: "nope" }))).toMatchObject({
      ok: false,
      error: { code: "not_found" },
    });
    expect(await as(editor, () => act({}))).toMatchObject({ ok: false, error: { code: "invalid" } });
  });
});

describe("importing from a web address", () => {
  test("an editor has a video fetched: it is in the library, whole and with its facts", async () => {
    const bytes = await readFile(await clip("plain"));
    outside.script(raw(200, bytes));
    const made = await as(editor, () =>
      importUrl({ url: `${outside.baseUrl}/holiday.mp4`, connectionId, renditionNames: ["h264"] }),
    );
    if (!made.ok) throw new Error(made.error.message);
    const { assetId } = made.value;
    const asset = await until(
      "the import to end",
      async () => {
        const read = await getAsset(viewer.viewer, assetId);
        return read.sizeBytes === bytes.length && read;
      },
      { withinMs: 120_000 },
    );
    expect(asset.title).toContain("holiday");
    expect(asset).toMatchObject({ width: 320, height: 180, errorMessage: null });
    expect(asset.renditions.map(({ name }) => name)).toContain("h264");
    expect((await page()).items.map((item) => item.assetId)).toContain(assetId);
    expect(outside.requests.length).toBeGreaterThanOrEqual(1);
  }, 150_000);

  test("where nothing is to be made of it, nothing is", async () => {
    outside.script(raw(200, await readFile(await clip("plain"))));
    const made = await as(editor, () =>
      importUrl({ url: `${outside.baseUrl}/bare.mp4`, connectionId, renditionNames: [] }),
    );
    if (!made.ok) throw new Error(made.error.message);
    const asset = await until("the import to end", async () => {
      const read = await getAsset(viewer.viewer, made.value.assetId);
      return read.width === 320 && read;
    });
    expect(asset.renditions).toEqual([]);
  });

  test("an editor has a video fetched; an address on a private network is the engine's to refuse", async () => {
    const made = await as(editor, () =>
      importUrl({ url: "http://10.0.0.1/clip.mp4", connectionId, renditionNames: ["h264"] }),
    );
    if (made.ok) {
      const failed = await until("the import to fail", async () => {
        const asset = await getAsset(viewer.viewer, made.value.assetId);
        return asset.status === "failed" ? asset : undefined;
      });
      expect(failed.errorMessage).not.toBeNull();
    } else expect(made.error.code).toBe("provider_refused");
  });

  test("a viewer may not, and what is no web address is refused before anyone is asked", async () => {
    const input = { url: "https://example.com/a.mp4", connectionId };
    expect(await as(viewer, () => importUrl(input))).toMatchObject({
      ok: false,
      error: { code: "forbidden" },
    });
    for (const url of ["file:///etc/passwd", "javascript:alert(1)", "clip.mp4", ""]) {
      expect(await as(editor, () => importUrl({ ...input, url }))).toMatchObject({
        ok: false,
        error: { code: "invalid", fields: { url: expect.stringContaining("web address") } },
      });
    }
    expect(await as(editor, () => importUrl({ ...input, connectionId: otherId }))).toMatchObject({
      ok: false,
      error: { code: "invalid" },
    });
  });
});

describe("deleting", () => {
  test("a viewer may not, and an empty choice is refused", async () => {
    const [item] = (await page()).items;
    expect(await as(viewer, () => deleteAssets({ assetIds: [item?.assetId ?? ""] }))).toMatchObject({
      ok: false,
      error: { code: "forbidden" },
    });
    expect(await as(editor, () => deleteAssets({ assetIds: [] }))).toMatchObject({
      ok: false,
      error: { code: "invalid" },
    });
    expect(await as(editor, () => deleteAssets({ assetIds: ["nope"] }))).toEqual({
      ok: true,
      value: { accepted: 0 },
    });
  });

  test("an editor deletes: gone from the list at once, then at the provider", async () => {
    const { items, total } = await page();
    const [item] = items;
    const assetId = item?.assetId ?? "";
    const { providerAssetId } = await getAsset(viewer.viewer, assetId);
    const twice = await Promise.all([
      as(editor, () => deleteAssets({ assetIds: [assetId] })),
      as(editor, () => deleteAssets({ assetIds: [assetId] })),
    ]);
    expect(twice.map((each) => (each.ok ? each.value.accepted : -1)).toSorted()).toEqual([0, 1]);
    expect((await page()).total).toBe(total - 1);
    await until("the provider to have deleted it", async () => {
      const left = await dashboard.postgres.query("SELECT 1 FROM assets WHERE provider_asset_id = $1", [
        providerAssetId,
      ]);
      return left.length === 0;
    });
    expect(said).toContainEqual({ type: "asset-removed", assetId });
    const audited = await dashboard.postgres.query<{ actor_name: string }>(
      "SELECT actor_name FROM audit_entries WHERE action = 'asset.delete'",
    );
    expect(audited).toEqual([{ actor_name: "editor" }]);
  });
});
