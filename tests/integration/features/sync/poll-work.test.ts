import { readFile } from "node:fs/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { openAccount } from "#lib/accounts/accounts.ts";
import { repairAsset } from "#lib/asset-index/repair-asset.ts";
import type { LiveMessage } from "#lib/domain/live.ts";
import { listDueWork } from "#lib/features/sync/poll-work.ts";
import { type ConnectionWatch, watchConnection } from "#lib/features/sync/watch-connection.ts";
import { beginUpload } from "#lib/features/uploads/begin-upload.ts";
import { acceptUpload } from "#lib/features/uploads/commands.ts";
import { liveHub } from "#lib/live/hub.ts";
import { createLog } from "#lib/log.ts";
import { addTestConnection } from "#tests/support/add-connection.ts";
import { read } from "#tests/support/apivideo-answers.ts";
import { ApivideoCaller } from "#tests/support/apivideo-caller.ts";
import { clip } from "#tests/support/clips.ts";
import { openTestDashboard, signInAs } from "#tests/support/dashboard-people.ts";
import { startTestEngine, type TestEngine } from "#tests/support/engine.ts";
import { until } from "#tests/support/until.ts";
import { standInVideos, startZiggeoStandIn } from "#tests/support/ziggeo-stand-in.ts";

interface Indexed {
  readonly status: string;
  readonly poster_url: string | null;
  readonly filmstrip: object | null;
  readonly under_way: boolean;
  readonly qualities: readonly string[];
}

let dashboard: Awaited<ReturnType<typeof openTestDashboard>>;
let watch: ConnectionWatch | undefined;
const said: LiveMessage[] = [];

beforeAll(async () => {
  dashboard = await openTestDashboard();
  liveHub().subscribe(({ message }) => said.push(message));
});
afterEach(async () => {
  await watch?.stop();
  watch = undefined;
});
afterAll(() => dashboard.close());

/** Of a large library that was walked just now: no walk comes within half an hour. */
const postponeWalks = (connectionId: string) =>
  dashboard.postgres.query(
    `INSERT INTO sync_states (connection_id, walked_count, first_import_at, last_walk_at)
     VALUES ($1, 1000000, now(), now() + interval '1 hour')`,
    [connectionId],
  );
async function expectNoWalk(connectionId: string) {
  const [state] = await dashboard.postgres.query<{ ahead: boolean; begun: boolean }>(
    `SELECT last_walk_at > now() AS ahead, walk_started_at IS NOT NULL AS begun
       FROM sync_states WHERE connection_id = $1`,
    [connectionId],
  );
  expect(state).toEqual({ ahead: true, begun: false });
}
const startWatch = (connectionId: string) => {
  watch = watchConnection(connectionId, createLog("test-sync"));
};
/** The index's rows themselves: to open an asset would read its provider. */
async function indexed(assetId: string): Promise<Indexed | undefined> {
  const [row] = await dashboard.postgres.query<Indexed>(
    `SELECT status, poster_url, filmstrip, under_way,
            ARRAY(SELECT name || ' ' || status FROM renditions WHERE asset_id = $1 ORDER BY position) AS qualities
       FROM assets WHERE asset_id = $1`,
    [assetId],
  );
  return row;
}

describe("a file sent to an api.video account without webhooks", () => {
  let engine: TestEngine;
  afterEach(() => engine.close());

  test("gets its poster and its qualities without any walk, over a restart of the dashboard", async () => {
    const { viewer } = await signInAs("editor");
    // Nobody encodes at first: the video is ready, for it plays as it came, and nothing is made of it yet.
    engine = await startTestEngine({ limits: { encodeParallelism: 0 } });
    const { baseUrl, apiKey } = engine.credentials.apivideo;
    const connectionId = await addTestConnection(baseUrl, { provider: "apivideo", secrets: { apiKey } });
    await postponeWalks(connectionId);

    const bytes = await readFile(await clip("plain"));
    const fileName = "harbour.mp4";
    const upload = {
      uploadId: crypto.randomUUID(),
      connectionId,
      destinationId: "videos",
      renditionNames: [],
      fileName,
      sizeBytes: bytes.length,
      facts: null,
    };
    const ticket = await beginUpload(viewer, upload);
    if (ticket.kind !== "chunks") throw new Error("It takes no chunks.");
    const path = `/upload${new URL(ticket.url, "http://browser.invalid").search}`;
    const sent = await new ApivideoCaller(engine).chunk(path, "part 1/1", bytes, { fileName });
    const { videoId } = read(sent, "made");
    const { assetId } = await acceptUpload(viewer, {
      uploadId: upload.uploadId,
      providerAssetId: videoId,
      partCount: 1,
    });

    startWatch(connectionId);
    await until("the pictures, and all qualities in line", async () => {
      const asset = await indexed(assetId);
      const waits = asset?.qualities.length === 2 && asset.qualities.every((each) => each.endsWith("queued"));
      return waits && asset?.status === "ready" && asset.poster_url && asset.filmstrip;
    });
    await watch?.stop();

    const { dataDir } = engine;
    await engine.stop();
    engine = await startTestEngine({ dataDir });
    await dashboard.postgres.query(
      "UPDATE connections SET base_url = $2, version = version + 1 WHERE connection_id = $1",
      [connectionId, engine.credentials.apivideo.baseUrl],
    );
    said.length = 0;
    startWatch(connectionId);
    await until("nothing more to come", async () => (await indexed(assetId))?.under_way === false);
    expect(await indexed(assetId)).toMatchObject({
      status: "ready",
      qualities: ["hls 240p ready", "mp4 240p ready"],
    });
    expect(said).toContainEqual(expect.objectContaining({ type: "asset", assetId }));
    expect(said).toContainEqual(
      expect.objectContaining({ type: "rendition", assetId, name: "mp4 240p", status: "ready" }),
    );
    await expectNoWalk(connectionId);
  });
});

describe("a stream added to a Ziggeo video that is ready", () => {
  test("is followed until it is ready, too", async () => {
    const provider = await startZiggeoStandIn();
    const streams = [{ token: "added", state: 4, bound: true as const }];
    const [video] = standInVideos(1).map((each) => ({ ...each, streams }));
    if (video) provider.videos.push(video);
    const connectionId = await addTestConnection(provider.baseUrl);
    await postponeWalks(connectionId);
    const assetId = await repairAsset(await openAccount(connectionId), video?.token ?? "", {});
    expect(await indexed(assetId ?? "")).toMatchObject({ status: "ready", under_way: true });
    startWatch(connectionId);
    const [stream] = streams;
    if (stream) stream.state = 5;
    await until("the stream", async () => (await indexed(assetId ?? ""))?.under_way === false);
    expect(await indexed(assetId ?? "")).toMatchObject({ qualities: [expect.stringMatching(/ ready$/)] });
    await expectNoWalk(connectionId);
    await provider.close();
  });
});

describe("what is due", () => {
  const now = new Date("2026-11-27T12:00:00Z");
  const secondsAgo = (seconds: number) => new Date(now.getTime() - seconds * 1_000).toISOString();
  let connectionId = "";
  beforeAll(async () => {
    connectionId = await addTestConnection("http://127.0.0.1:9", { provider: "apivideo", secrets: {} });
  });
  const due = async (isLocal: boolean) =>
    (await listDueWork({ connectionId, isLocal }, { everyMs: 1_000, now })).map(
      ({ providerAssetId }) => providerAssetId,
    );
  const add = (
    name: string,
    readAgo: number,
    movedAgo: number,
    state: "under way" | "settled" | "being deleted" = "under way",
  ) =>
    dashboard.postgres.query(
      `INSERT INTO assets (asset_id, connection_id, provider, provider_asset_id, title, title_key, search_text, type,
         status, content_hash, shape_hash, created_at, updated_at, read_at, moved_at, under_way, removing_at)
       VALUES ($1, $6, 'apivideo', $1, $1, $1, $1, 'video', 'ready', 'x', 'x', now(), now(), $2, $3, $4, $5)`,
      [
        name,
        secondsAgo(readAgo),
        secondsAgo(movedAgo),
        state !== "settled",
        state === "being deleted" ? secondsAgo(1) : null,
        connectionId,
      ],
    );

  test("the longer nothing moved the more rarely it is asked for, and after a week no more", async () => {
    await add("just read", 0.2, 5);
    await add("moved lately", 1, 11);
    await add("still for ten minutes", 20, 620);
    await add("still for ten minutes, read long ago", 40, 640);
    await add("still for eight days", 86_400, 9 * 86_400);
    await add("settled", 60, 60, "settled");
    await add("being deleted", 60, 60, "being deleted");
    expect(await due(false)).toEqual(["still for ten minutes, read long ago", "moved lately"]);
    // Our own engine costs nothing to ask.
    expect(await due(true)).toEqual([
      "still for ten minutes, read long ago",
      "still for ten minutes",
      "moved lately",
    ]);
  });
});
