import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openTestDashboard } from "#tests/support/dashboard-people.ts";
import { startTestServer, type TestServer } from "#tests/support/dashboard-server.ts";
import { sendRaw } from "#tests/support/raw-http.ts";
import { until } from "#tests/support/until.ts";

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

interface Seen {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  sizeBytes: number;
  sha256: string;
  aborted: boolean;
}

let dashboard: Awaited<ReturnType<typeof openTestDashboard>>;
let engine: Server;
let server: TestServer;
let seen: Seen[];
const file = randomBytes(3_000_000);

beforeAll(async () => {
  dashboard = await openTestDashboard();
});
afterAll(() => dashboard.close());

beforeEach(async () => {
  seen = [];
  engine = createServer((request, response) => {
    const hash = createHash("sha256");
    const entry: Seen = {
      method: request.method ?? "",
      url: request.url ?? "",
      headers: request.headers,
      sizeBytes: 0,
      sha256: "",
      aborted: false,
    };
    seen.push(entry);
    response.on("close", () => {
      entry.aborted = !response.writableFinished;
    });
    if (request.url === "/refuse") {
      response.writeHead(507, { "content-type": "application/json" }).end('{"error":"full"}');
      return;
    }
    if (request.url === "/endless") {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write("data: first\n\n");
      return;
    }
    request.on("data", (chunk: Buffer) => {
      entry.sizeBytes += chunk.length;
      hash.update(chunk);
    });
    request.on("end", () => {
      entry.sha256 = hash.digest("hex");
      const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "");
      const body = range ? file.subarray(Number(range[1]), Number(range[2]) + 1) : file;
      response.writeHead(range ? 206 : 200, {
        "content-type": "video/mp4",
        "content-length": body.length,
        "accept-ranges": "bytes",
        etag: '"v1"',
        "set-cookie": "engine=1",
        ...(range && { "content-range": `bytes ${range[1]}-${range[2]}/${file.length}` }),
      });
      response.end(request.method === "HEAD" ? undefined : body);
    });
  });
  engine.listen(0, "127.0.0.1");
  await once(engine, "listening");
  server = await startTestServer({
    engine: { host: "127.0.0.1", port: (engine.address() as AddressInfo).port },
  });
});
afterEach(async () => {
  await server.close();
  engine.closeAllConnections();
  engine.close();
});

describe("through the dashboard's own address", () => {
  test("a 64 MB upload reaches the engine byte for byte", async () => {
    const body = randomBytes(64 * 1024 * 1024);
    const answer = await fetch(`${server.origin}/engine/telestream/upload?part=1&a=%2F`, {
      method: "PUT",
      body,
    });
    await answer.arrayBuffer();
    expect(answer.status).toBe(200);
    expect(seen[0]).toMatchObject({
      method: "PUT",
      url: "/upload?part=1&a=%2F",
      sizeBytes: body.length,
      sha256: sha256(body),
    });
    expect(seen[0]?.headers["content-length"]).toBe(String(body.length));
  });

  test("an upload without a length stays without one, and whole", async () => {
    const body = randomBytes(12_000_000);
    const answer = await fetch(`${server.origin}/engine/ziggeo/v1`, {
      method: "POST",
      body: new Blob([body]).stream(),
      duplex: "half",
    } as RequestInit);
    await answer.arrayBuffer();
    expect(seen[0]).toMatchObject({ sizeBytes: body.length, sha256: sha256(body) });
    expect(seen[0]?.headers["transfer-encoding"]).toBe("chunked");
  });

  test("a range is answered as the engine answers it, with its length", async () => {
    const answer = await fetch(`${server.origin}/engine/telestream/f.mp4`, {
      headers: { range: "bytes=1000-1999" },
    });
    expect(answer.status).toBe(206);
    expect(answer.headers.get("content-range")).toBe(`bytes 1000-1999/${file.length}`);
    expect(answer.headers.get("content-length")).toBe("1000");
    expect(Buffer.from(await answer.arrayBuffer()).equals(file.subarray(1000, 2000))).toBe(true);
  });

  test("HEAD tells the size", async () => {
    const answer = await fetch(`${server.origin}/engine/apivideo/f.mp4`, { method: "HEAD" });
    expect(answer.headers.get("content-length")).toBe(String(file.length));
  });

  test("the engine sees its own host and no cookie of ours, and sets none", async () => {
    const answer = await fetch(`${server.origin}/engine/stupeflix/x`, {
      headers: {
        cookie: "reelyard.session-token=secret",
        authorization: "Secret abc",
        "x-forwarded-for": "10.0.0.1",
      },
    });
    await answer.arrayBuffer();
    expect(seen[0]?.headers.cookie).toBeUndefined();
    expect(seen[0]?.headers["x-forwarded-for"]).toBeUndefined();
    expect(seen[0]?.headers.authorization).toBe("Secret abc");
    expect(seen[0]?.headers.host).toMatch(/^127\.0\.0\.1:\d+$/);
    expect(seen[0]?.headers.host).not.toBe(new URL(server.origin).host);
    expect(answer.headers.get("set-cookie")).toBeNull();
  });

  test("media cannot act as a page of ours", async () => {
    const answer = await fetch(`${server.origin}/engine/telestream/f.html`);
    await answer.arrayBuffer();
    expect(answer.headers.get("content-security-policy")).toBe("sandbox; default-src 'none'");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
  });

  test("events come through as they happen, and the engine learns when the reader leaves", async () => {
    const leave = new AbortController();
    const answer = await fetch(`${server.origin}/engine/telestream/endless`, { signal: leave.signal });
    const first = await answer.body?.getReader().read();
    expect(Buffer.from(first?.value ?? []).toString()).toBe("data: first\n\n");
    leave.abort();
    await until("the engine's response to be closed", () => seen[0]?.aborted === true);
  });

  test("a refusal in the middle of an upload reaches the sender", async () => {
    const answer = await fetch(`${server.origin}/engine/telestream/refuse`, {
      method: "PUT",
      body: randomBytes(200_000),
    });
    expect([answer.status, await answer.json()]).toEqual([507, { error: "full" }]);
  });

  test("an engine that is down is said to be, and pages go on", async () => {
    engine.closeAllConnections();
    engine.close();
    await once(engine, "close");
    const answer = await fetch(`${server.origin}/engine/telestream/x`, {
      method: "PUT",
      body: randomBytes(100_000),
    });
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ error: { code: "provider_unavailable" } });
    expect((await fetch(server.origin)).status).toBe(200);
  });

  test.each(["/engine/", "/engine/unknown/x", "/engine/telestreamx"])(
    "%s is not the engine's",
    async (path) => {
      const answer = await fetch(`${server.origin}${path}`);
      await answer.arrayBuffer();
      expect(seen).toEqual([]);
    },
  );

  test("a path cannot climb out of its provider", async () => {
    const head = "GET /engine/telestream/../../live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    await sendRaw(server.port, head);
    expect(seen[0]?.url).toBe("/../../live");
  });
});
