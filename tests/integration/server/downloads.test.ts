import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { UploadEngine } from "#lib/features/uploads/client/upload-engine.ts";
import { handleDownload } from "#lib/server/downloads.ts";
import { addTestConnection } from "#tests/support/add-connection.ts";
import { openTestDashboard, type SignedIn, signInAs } from "#tests/support/dashboard-people.ts";
import { startTestEngine, type TestEngine } from "#tests/support/engine.ts";
import { until } from "#tests/support/until.ts";
import { backendOf, chooseFirstFactory, makeFile } from "#tests/support/upload-bench.ts";
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
  await uploads.add([{ file, handle: null }], await chooseFirstFactory(connectionId));
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
