import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openAccount, toAccount } from "#lib/accounts/accounts.ts";
import { applyAssets } from "#lib/asset-index/apply-assets.ts";
import { getAsset } from "#lib/features/library/get-asset.ts";
import { UploadEngine } from "#lib/features/uploads/client/upload-engine.ts";
import { ziggeoClient } from "#lib/providers/ziggeo/client.ts";
import type { WireVideo } from "#lib/providers/ziggeo/wire.ts";
import { handleDownload } from "#lib/server/downloads.ts";
import { addTestConnection } from "#tests/support/add-connection.ts";
import { clip } from "#tests/support/clips.ts";
import { openTestDashboard, type SignedIn, signInAs } from "#tests/support/dashboard-people.ts";
import { startTestEngine, type TestEngine } from "#tests/support/engine.ts";
import { until } from "#tests/support/until.ts";
import { backendOf, chooseFirstPlace, makeFile } from "#tests/support/upload-bench.ts";
import { testPorts } from "#tests/support/upload-ports.ts";

const fileName = 'Bücher "42" – Ende.mp4';
let engine: TestEngine;
let dashboard: Awaited<ReturnType<typeof openTestDashboard>>;
let server: Server;
let origin: string;
let onlooker: SignedIn;
let assetId: string;
let bytes: Buffer;

beforeAll(async () => {
  [engine, dashboard] = await Promise.all([startTestEngine(), openTestDashboard()]);
  server = createServer((request, response) => {
    void handleDownload(request, response).then((isOurs) => isOurs || response.writeHead(418).end());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  onlooker = await signInAs("viewer");

  const { viewer: editor } = await signInAs("editor");
  const { baseUrl, accessKey, secretKey, factoryId } = engine.credentials.telestream;
  const secrets = { accessKey, secretKey, factoryId };
  const connectionId = await addTestConnection(baseUrl, { provider: "telestream", secrets });
  const file = await makeFile(fileName, 3_000_000);
  bytes = Buffer.from(await file.arrayBuffer());
  const uploads = new UploadEngine(testPorts({ backend: backendOf(editor) }));
  await uploads.add([{ file, handle: null }], await chooseFirstPlace(connectionId));
  assetId = await until("the file to be ready", () => {
    const [view] = uploads.views();
    return view?.phase === "ready" && view.assetId;
  });
  uploads.close();
});

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await dashboard.close();
  await engine.close();
});

const ask = (path: string, headers: Record<string, string> = {}, method = "GET") =>
  fetch(`${origin}${path}`, {
    method,
    headers: { cookie: onlooker.headers.cookie ?? "", ...headers },
    signal: AbortSignal.timeout(15_000),
  });
const source = () => `/files/assets/${assetId}/source`;

test("a viewer downloads the file, byte for byte, with its name and length", async () => {
  const answer = await ask(source());
  expect(answer.status).toBe(200);
  expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
  expect(answer.headers.get("content-length")).toBe(String(bytes.length));
  expect(answer.headers.get("content-type")).toBe("video/mp4");
  const disposition = answer.headers.get("content-disposition") ?? "";
  expect(disposition).toMatch(/^attachment; filename=/);
  const encoded = /filename\*=UTF-8''([^;]+)/.exec(disposition)?.[1] ?? "";
  expect(decodeURIComponent(encoded)).toBe(fileName);
});

test("what strangers uploaded may not act as a page of ours", async () => {
  const answer = await ask(source(), {}, "HEAD");
  expect(answer.headers.get("content-security-policy")).toContain("sandbox");
  expect(answer.headers.get("content-length")).toBe(String(bytes.length));
  expect(await answer.text()).toBe("");
});

describe("ranges", () => {
  test.each([
    ["the first bytes", "bytes=0-99", 206, [0, 100]],
    ["the middle", "bytes=1000000-1000009", 206, [1_000_000, 1_000_010]],
    ["the end", "bytes=-5", 206, [-5, undefined]],
    ["a range that runs backwards is no range", "bytes=5-2", 200, [0, undefined]],
    [
      "many ranges are no range",
      `bytes=${Array.from({ length: 50 }, (_, at) => `${at}-${at}`)}`,
      200,
      [0, undefined],
    ],
  ] as const)("%s", async (_what, range, status, [start, end]) => {
    const answer = await ask(source(), { range });
    expect(answer.status).toBe(status);
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes.subarray(start, end))).toBe(true);
  });

  test("beyond the end is refused with the length", async () => {
    const answer = await ask(source(), { range: "bytes=99999999-" });
    expect(answer.status).toBe(416);
    expect(answer.headers.get("content-range")).toBe(`bytes */${bytes.length}`);
  });
});

describe("who and what", () => {
  test("nobody downloads without a session", async () => {
    expect((await ask(source(), { cookie: "" })).status).toBe(401);
  });

  test("unknown assets and renditions are not there", async () => {
    expect((await ask("/files/assets/unknown/source")).status).toBe(404);
    expect((await ask(`/files/assets/${assetId}/renditions/unknown`)).status).toBe(404);
    expect((await ask("/files/assets/%E0%A4%A/source")).status).toBe(404);
  });

  test("files are only read", async () => {
    expect((await ask(source(), {}, "DELETE")).status).toBe(405);
  });

  test("other paths are someone else's", async () => {
    expect((await ask("/files/else")).status).toBe(418);
  });
});

describe("Ziggeo's media, which need the private key", () => {
  let video: WireVideo;
  let ziggeoAssetId: string;

  beforeAll(async () => {
    const { baseUrl, ...secrets } = engine.credentials.ziggeo;
    const connectionId = await addTestConnection(baseUrl, { provider: "ziggeo", secrets });
    const { connection, provider } = await openAccount(connectionId);
    const { videos } = ziggeoClient(await toAccount(connection));
    const clipBytes = await readFile(await clip("plain"));
    const made = await videos.createFrom(
      {
        name: "clip.mp4",
        mimeType: "video/mp4",
        sizeBytes: clipBytes.length,
        stream: async function* () {
          yield clipBytes;
        },
      },
      { title: "Řeka" },
    );
    video = await until("the video is ready", async () => {
      const now = await videos.get(made.token);
      return now.state === 5 && now;
    });
    const asset = await provider.library?.find(made.token);
    const ids = await applyAssets(connectionId, asset ? [asset] : [], { readAt: new Date() });
    ziggeoAssetId = ids.get(made.token) ?? "";
  });

  const shown = () => `/files/ziggeo/videos/${video.token}/streams/${video.default_stream?.token}`;

  test("are shown through the dashboard, with ranges and a length, and no key leaves it", async () => {
    const detail = await getAsset(onlooker.viewer, ziggeoAssetId);
    expect(detail.playback[0]?.url).toBe(`${shown()}/video`);
    expect(detail.posterUrl).toBe(`${shown()}/image`);
    expect(JSON.stringify(detail)).not.toContain(engine.credentials.ziggeo.applicationToken);
    const answer = await ask(`${shown()}/video`, { range: "bytes=4-7" });
    expect([answer.status, await answer.text()]).toEqual([206, "ftyp"]);
    expect(answer.headers.get("content-range")).toBe(`bytes 4-7/${video.default_stream?.video_size}`);
    const whole = await ask(`${shown()}/video`, {}, "HEAD");
    expect(whole.headers.get("content-length")).toBe(String(video.default_stream?.video_size));
    expect((await ask(`${shown()}/image`)).headers.get("content-type")).toBe("image/jpeg");
  });

  test("are downloaded under the title", async () => {
    const original = await ask(`/files/assets/${ziggeoAssetId}/source`);
    expect(original.status).toBe(200);
    expect(original.headers.get("content-length")).toBe(String(video.original_stream?.video_size));
    await original.arrayBuffer();
    const rendition = await ask(
      `/files/assets/${ziggeoAssetId}/renditions/${video.default_stream?.token}`,
      {},
      "HEAD",
    );
    expect(decodeURIComponent(rendition.headers.get("content-disposition") ?? "")).toContain(
      "Řeka (Transcoded 180p)",
    );
  });

  test.each([
    ["without a session", "/image", { cookie: "" }, 401],
    ["another path of the API", "/../../../application", {}, 418],
    ["a subtitle", "/subtitle", {}, 418],
  ])("%s: refused", async (_what, end, headers, status) => {
    expect((await ask(`${shown()}${end}`, headers)).status).toBe(status);
  });

  test("of a video that nobody knows are not asked for", async () => {
    expect((await ask("/files/ziggeo/videos/unknown/video")).status).toBe(404);
  });
});
