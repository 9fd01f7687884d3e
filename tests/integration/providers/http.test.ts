import { readFile } from "node:fs/promises";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { HttpOptions } from "#lib/providers/http-call.ts";
import { clientOf, failure, good, schema } from "#tests/support/fault-client.ts";
import {
  dribble,
  endless,
  type FaultServer,
  hang,
  hangMidBody,
  json,
  raw,
  redirect,
  reset,
  resetMidBody,
  startFaultServer,
} from "#tests/support/fault-server.ts";

let server: FaultServer;
let inside: FaultServer;
/** How long the client would have waited before each repeat. */
let waits: number[];

beforeAll(async () => {
  server = await startFaultServer();
  inside = await startFaultServer();
});
afterAll(async () => {
  await server.close();
  await inside.close();
});
beforeEach(() => {
  waits = [];
});

const client = (options: Partial<HttpOptions> = {}) => clientOf(server, waits, options);

describe("a provider that does not answer", () => {
  test.each([
    ["before its headers", hang],
    ["in the middle of its body", hangMidBody],
    ["but a byte now and then", dribble],
  ])("%s costs no more than the time limit", async (_when, fault) => {
    server.script(fault);
    const error = await failure(client().get("/videos", { schema, timeoutMs: 300 }));
    expect(error.kind).toBe("timeout");
  });

  test.each([
    ["before its headers", reset],
    ["in the middle of its body", resetMidBody],
  ])("but resets the connection %s is read again, then reported", async (_when, fault) => {
    server.script(fault, good);
    await expect(client().get("/videos", { schema })).resolves.toEqual({ data: ["clip"] });
    server.script(fault);
    expect((await failure(client().get("/videos", { schema }))).kind).toBe("connection_lost");
    expect(server.requests).toHaveLength(4);
  });

  test("because nothing listens is told from one whose name does not exist", async () => {
    const gone = await startFaultServer();
    await gone.close();
    const refused = client({ baseUrl: gone.baseUrl, allowPrivate: ["127.0.0.1"] });
    expect((await failure(refused.get("/videos"))).kind).toBe("refused");
    const resolver = async (host: string) => {
      throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: "ENOTFOUND" });
    };
    const unresolved = client({ baseUrl: "http://typo.example", resolver });
    expect((await failure(unresolved.get("/videos"))).kind).toBe("name_not_resolved");
  });

  test("in TLS where TLS was asked for says so", async () => {
    const http = client({ baseUrl: server.baseUrl.replace("http:", "https:") });
    expect((await failure(http.get("/videos"))).kind).toBe("tls");
  });

  test("with a certificate that nobody vouches for is not spoken to", async () => {
    const fixture = (name: string) => readFile(new URL(`../../fixtures/tls/${name}`, import.meta.url));
    const tls = createServer({
      key: await fixture("self-signed.key"),
      cert: await fixture("self-signed.pem"),
    });
    const asked = new Promise<string>((resolve) => {
      tls.on("request", () => resolve("asked"));
      tls.on("tlsClientError", () => resolve("refused by the client"));
    });
    await new Promise<void>((resolve) => tls.listen(0, "127.0.0.1", resolve));
    try {
      const { port } = tls.address() as AddressInfo;
      const http = client({ baseUrl: `https://127.0.0.1:${port}`, allowPrivate: ["127.0.0.1"] });
      expect((await failure(http.get("/videos"))).kind).toBe("tls");
      expect(await asked).toBe("refused by the client");
    } finally {
      tls.close();
    }
  });

  test("ends with the caller's own reason when the caller gives up, also while waiting to repeat", async () => {
    const reason = new Error("the page was closed");
    for (const fault of [hang, json(500, {})]) {
      server.script(fault);
      const controller = new AbortController();
      const http = client({
        sleep: async (_delayMs, signal) => {
          controller.abort(reason);
          signal?.throwIfAborted();
        },
      });
      const call = http.get("/videos", { schema, signal: controller.signal });
      if (fault === hang) controller.abort(reason);
      await expect(call).rejects.toBe(reason);
    }
  });
});

describe("a provider whose answer is not what its protocol says", () => {
  const half = '{"data":["cl';
  test.each([
    ["half of its JSON", raw(200, half)],
    ["a web page", raw(200, "<html><body>Log in</body></html>")],
    ["nothing", raw(200, "")],
    ["bytes that claim to be gzip", raw(200, "not gzip", { "content-encoding": "gzip" })],
    ["half of a gzip stream", raw(200, gzipSync(half).subarray(0, 12), { "content-encoding": "gzip" })],
    ["JSON without its field", json(200, {})],
    ["null in place of a list", json(200, { data: null })],
    ["another type", json(200, { data: "clip" })],
    ["JSON of another kind", json(200, [])],
  ])("is reported for %s, not believed", async (_what, fault) => {
    server.script(fault);
    const error = await failure(client().get("/videos", { schema }));
    expect(error).toMatchObject({ kind: "unexpected_answer", status: 200 });
    expect(server.requests).toHaveLength(1);
  });

  test("is understood when it compresses", async () => {
    server.script(raw(200, gzipSync('{"data":["clip"]}'), { "content-encoding": "gzip" }));
    await expect(client().get("/videos", { schema })).resolves.toEqual({ data: ["clip"] });
  });

  test.each([
    ["a gigabyte it announces", endless(2 ** 30, { declared: true })],
    ["a gigabyte it does not announce", endless(2 ** 30, { declared: false })],
    ["a gigabyte in a small gzip", raw(200, gzipSync(Buffer.alloc(2 ** 25)), { "content-encoding": "gzip" })],
  ])("takes no memory for %s", async (_what, fault) => {
    server.script(fault);
    const before = process.memoryUsage().rss;
    const error = await failure(client().get("/videos", { schema, maxBytes: 1_000_000 }));
    expect(error.kind).toBe("too_large");
    expect(process.memoryUsage().rss - before).toBeLessThan(128 * 2 ** 20);
  });

  test("and redirects is not followed, so no secret leaves and nothing inside is reached", async () => {
    server.script(redirect(`${inside.baseUrl}/steal`));
    const error = await failure(client().get("/videos", { schema }));
    expect(error).toMatchObject({ kind: "unexpected_answer", status: 302 });
    expect(inside.connections()).toBe(0);
  });

  test("at an address inside is never asked", async () => {
    const error = await failure(client({ baseUrl: inside.baseUrl }).get("/videos"));
    expect(error.kind).toBe("blocked_address");
    expect(inside.connections()).toBe(0);
  });
});

test.each([
  [400, "invalid"],
  [401, "unauthorized"],
  [403, "forbidden"],
  [404, "not_found"],
  [409, "conflict"],
  [413, "invalid"],
])("status %i is a failure of kind %s, with the provider's own words", async (status, kind) => {
  server.script(json(status, { title: "This attribute is required." }));
  const error = await failure(client().get("/videos", { schema }));
  expect(error).toMatchObject({ kind, status, body: { title: "This attribute is required." } });
  expect(error.message).toContain("This attribute is required.");
  expect(server.requests).toHaveLength(1);
});
