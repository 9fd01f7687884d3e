import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { HttpOptions } from "#lib/providers/http-call.ts";
import { clientOf, failure, good, schema } from "#tests/support/fault-client.ts";
import {
  type FaultServer,
  json,
  reset,
  resetMidBody,
  startFaultServer,
} from "#tests/support/fault-server.ts";

let server: FaultServer;
/** How long the client would have waited before each repeat. */
let waits: number[];

beforeAll(async () => {
  server = await startFaultServer();
});
afterAll(() => server.close());
beforeEach(() => {
  waits = [];
});

const client = (options: Partial<HttpOptions> = {}) => clientOf(server, waits, options);

describe("a provider that is asked too often", () => {
  test("is asked again after the seconds it names", async () => {
    server.script(json(429, {}, { "retry-after": "2" }), good);
    await expect(client().get("/videos", { schema })).resolves.toEqual({ data: ["clip"] });
    expect(waits).toEqual([2000]);
  });

  test("is asked again after the date it names", async () => {
    const now = Date.parse("2026-11-21T10:00:00Z");
    server.script(json(429, {}, { "retry-after": "Sat, 21 Nov 2026 10:00:03 GMT" }), good);
    await client({ now: () => now }).get("/videos", { schema });
    expect(waits).toEqual([3000]);
  });

  test("is asked again with growing, jittered pauses when it names none", async () => {
    server.script(json(429, {}), json(429, {}), json(429, {}), good);
    await client().get("/videos", { schema });
    expect(waits).toEqual([200, 400, 800]);
    waits.length = 0;
    server.script(json(429, {}), json(429, {}), good);
    await client({ random: () => 0 }).get("/videos", { schema });
    expect(waits).toEqual([100, 200]);
  });

  test.each(["86400", "99999999999999999999", "Fri, 31 Dec 2999 23:59:59 GMT"])(
    "is not waited for when it asks for more time than the call has: %s",
    async (value) => {
      server.script(json(429, { title: "Too many requests." }, { "retry-after": value }));
      const error = await failure(client().get("/videos", { schema }));
      expect(error).toMatchObject({ kind: "rate_limited", status: 429 });
      expect(error.retryAfterMs).toBeGreaterThan(15_000);
      expect(waits).toEqual([]);
      expect(server.requests).toHaveLength(1);
    },
  );

  test.each(["soon", "-5", ""])(
    "is waited for as usual when what it names makes no sense: %j",
    async (value) => {
      server.script(json(429, {}, { "retry-after": value }), good);
      await client().get("/videos", { schema });
      expect(waits).toHaveLength(1);
      expect(waits[0]).toBeLessThanOrEqual(200);
    },
  );

  test("gets a write again too: it did not carry it out", async () => {
    server.script(json(429, {}, { "retry-after": "1" }), good);
    await client().post("/videos", { json: { title: "clip" }, schema });
    expect(server.requests.map((request) => request.body)).toEqual(['{"title":"clip"}', '{"title":"clip"}']);
  });
});

describe("a provider that flaps", () => {
  test("is read again until it answers", async () => {
    server.script(json(500, {}), json(502, {}), json(503, {}), good);
    await expect(client().get("/videos", { schema })).resolves.toEqual({ data: ["clip"] });
    expect(server.requests).toHaveLength(4);
  });

  test("is asked four times at most", async () => {
    server.script(json(503, { message: "maintenance" }));
    const error = await failure(client().get("/videos", { schema }));
    expect(error).toMatchObject({ kind: "provider_error", status: 503, body: { message: "maintenance" } });
    expect(server.requests).toHaveLength(4);
  });

  test("never gets a write twice, since the first may have been carried out", async () => {
    for (const fault of [json(500, {}), reset, resetMidBody]) {
      server.script(fault);
      await failure(client().post("/videos", { json: {}, schema }));
      expect(server.requests).toHaveLength(1);
    }
  });

  test("gets a fresh signature with every attempt", async () => {
    let signature = 0;
    server.script(json(500, {}), good);
    await client({
      prepare: (request) => ({ ...request, query: { ...request.query, signature: ++signature } }),
    }).get("/videos", { schema, query: { page: 1 } });
    expect(server.requests.map((request) => request.url)).toEqual([
      "/videos?page=1&signature=1",
      "/videos?page=1&signature=2",
    ]);
  });

  test("is left alone after five failures in a row, and asked again after a while", async () => {
    let nowMs = 1_000_000;
    const http = client({ now: () => nowMs });
    server.script(json(500, {}));
    await failure(http.get("/videos", { schema }));
    const opened = await failure(http.get("/videos", { schema }));
    expect(opened.kind).toBe("circuit_open");
    expect(server.requests).toHaveLength(5);
    await failure(http.get("/videos", { schema }));
    expect(server.requests).toHaveLength(5);

    nowMs += 1_000;
    server.script(good);
    await expect(http.get("/videos", { schema })).resolves.toEqual({ data: ["clip"] });
    await expect(http.get("/videos", { schema })).resolves.toEqual({ data: ["clip"] });
  });

  test("is asked even so when a person tests the connection", async () => {
    const http = client();
    server.script(json(500, {}));
    await failure(http.get("/videos", { schema }));
    await failure(http.get("/videos", { schema }));
    server.script(good);
    await expect(http.get("/videos", { schema, isProbe: true })).resolves.toEqual({ data: ["clip"] });
  });
});
