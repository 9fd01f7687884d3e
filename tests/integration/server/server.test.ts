import { once } from "node:events";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { openTestDashboard } from "#tests/support/dashboard-people.ts";
import { startTestServer, type TestServer } from "#tests/support/dashboard-server.ts";
import { sendRaw } from "#tests/support/raw-http.ts";

let dashboard: Awaited<ReturnType<typeof openTestDashboard>>;
let server: TestServer;
let reached: { request: IncomingMessage; body: string }[];

beforeAll(async () => {
  dashboard = await openTestDashboard();
});
afterAll(() => dashboard.close());
beforeEach(async () => {
  reached = [];
  server = await startTestServer({
    composingAction,
    next: async (request, response) => {
      reached.push({ request, body: await text(request) });
      response.writeHead(200, { "content-type": "text/plain" }).end("page");
    },
  });
});
afterEach(() => server.close());

const actionId = "7f".padEnd(42, "0");
const composingAction = "7f".padEnd(42, "1");
const fromUs = () => ({ origin: server.origin, "sec-fetch-site": "same-origin" });
const actionHeaders = () => ({
  ...fromUs(),
  "next-action": actionId,
  "content-type": "text/plain;charset=UTF-8",
});

test("every page has a policy with a nonce of its own, which Next gets, too", async () => {
  const policies = await Promise.all([1, 2].map(async () => (await fetch(server.origin)).headers));
  const nonces = policies.map(
    (headers) => /'nonce-([^']+)'/.exec(headers.get("content-security-policy") ?? "")?.[1],
  );
  expect(new Set(nonces).size).toBe(2);
  expect(policies[0]?.get("x-content-type-options")).toBe("nosniff");
  expect(policies[0]?.get("x-frame-options")).toBe("DENY");
  expect(policies[0]?.get("x-powered-by")).toBeNull();
  expect(reached.map(({ request }) => request.headers["x-reelyard-nonce"]).sort()).toEqual(nonces.sort());
});

test("behind a TLS proxy browsers are told to stay with TLS", async () => {
  const secure = await fetch(server.origin, { headers: { "x-forwarded-proto": "https" } });
  expect(secure.headers.get("strict-transport-security")).toContain("max-age");
  expect((await fetch(server.origin)).headers.get("strict-transport-security")).toBeNull();
});

test("what only Next may set does not come in from outside", async () => {
  await fetch(server.origin, {
    headers: {
      "x-middleware-subrequest": "proxy:proxy:proxy:proxy:proxy",
      "x-reelyard-client-address": "6.6.6.6",
    },
  });
  expect(reached[0]?.request.headers["x-middleware-subrequest"]).toBeUndefined();
  expect(reached[0]?.request.headers["x-reelyard-client-address"]).toBe("127.0.0.1");
});

const json = { "content-type": "application/json" };

describe("a write", () => {
  test("that is refused is read to its end first, so that its sender gets to read why", async () => {
    const request = httpRequest(`${server.origin}/library`, {
      method: "POST",
      headers: { ...fromUs(), "next-action": actionId, "content-type": "x/y", "content-length": 2 },
    });
    const answered = vi.fn();
    const answer = once(request, "response").then(([response]: IncomingMessage[]) => {
      answered();
      return response?.statusCode;
    });
    request.write("[");
    // Another request there and back: the first had all the time for a premature answer.
    expect((await fetch(server.origin)).status).toBe(200);
    expect((await fetch(server.origin)).status).toBe(200);
    expect(answered).not.toHaveBeenCalled();
    request.end("]");
    expect(await answer).toBe(415);
  });

  test("from our own page arrives whole", async () => {
    const body = JSON.stringify([{ title: "ü".repeat(100_000) }]);
    const answer = await fetch(`${server.origin}/library`, {
      method: "POST",
      headers: actionHeaders(),
      body,
    });
    expect(answer.status).toBe(200);
    expect(reached[0]?.body).toBe(body);
    expect(reached[0]?.request.headers["next-action"]).toBe(actionId);
  });

  test("of eight megabytes comes in where tasks are composed, and not of more", async () => {
    const film = (characters: number) => JSON.stringify([{ definition: "ü".repeat(characters / 2) }]);
    const compose = (body: string) =>
      fetch(`${server.origin}/connections/x/compose`, {
        method: "POST",
        headers: { ...actionHeaders(), "next-action": composingAction },
        body,
      });
    const check = (path: string) =>
      fetch(server.origin + path, {
        method: "POST",
        headers: { ...fromUs(), ...json },
        body: film(7_000_000),
      });
    expect((await compose(film(7_000_000))).status).toBe(200);
    expect(reached[0]?.body).toBe(film(7_000_000));
    expect((await compose(film(9_000_000))).status).toBe(413);
    expect((await check("/api/stupeflix/c1/check")).status).toBe(200);
    expect((await check("/api/stupeflix/c1/source")).status).toBe(413);
    expect(reached).toHaveLength(2);
  });

  test.each([
    [
      "from another site",
      () => ({ ...actionHeaders(), origin: "https://evil.example", "sec-fetch-site": "cross-site" }),
      "/library",
      "[]",
      403,
    ],
    ["from a sandboxed frame", () => ({ ...actionHeaders(), origin: "null" }), "/library", "[]", 403],
    [
      "from a sibling port",
      () => ({ ...actionHeaders(), origin: "http://127.0.0.1:1", "sec-fetch-site": "same-site" }),
      "/library",
      "[]",
      403,
    ],
    [
      "that does not say where it comes from",
      () => ({ "next-action": actionId, "content-type": "text/plain" }),
      "/library",
      "[]",
      403,
    ],
    [
      "to a route from another site",
      () => ({ ...json, origin: "https://evil.example" }),
      "/api/library",
      "{}",
      403,
    ],
    [
      "with an action that cannot be",
      () => ({ ...actionHeaders(), "next-action": "../../x" }),
      "/library",
      "[]",
      400,
    ],
    [
      "with a body that React would not write",
      () => actionHeaders(),
      "/library",
      '[{"then":"$1:__proto__:then"}]',
      400,
    ],
    [
      "with an action in a form's parts",
      () => ({ ...actionHeaders(), "content-type": "multipart/form-data; boundary=x" }),
      "/library",
      "--x--",
      415,
    ],
    ["of three megabytes", () => actionHeaders(), "/library", "x".repeat(3_000_000), 413],
    [
      "of three megabytes to a route",
      () => ({ ...fromUs(), ...json }),
      "/api/library",
      "x".repeat(3_000_000),
      413,
    ],
  ])("%s does not reach Next", async (_name, headers, path, body, status) => {
    const answer = await fetch(`${server.origin}${path}`, { method: "POST", headers: headers(), body });
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ error: { message: expect.any(String) } });
    expect(reached).toEqual([]);
  });

  test("of a form whose page had no script yet leads back to the form", async () => {
    const answer = await fetch(`${server.origin}/sign-in`, {
      method: "POST",
      headers: fromUs(),
      body: new URLSearchParams({ password: "typed" }),
      redirect: "manual",
    });
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/sign-in"]);
    expect(reached).toEqual([]);
  });

  test("without a length is asked for one", async () => {
    const head = [`POST /api/library HTTP/1.1`, `Host: 127.0.0.1:${server.port}`, `Origin: ${server.origin}`];
    const answer = await sendRaw(
      server.port,
      `${head.join("\r\n")}\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 411 /);
  });
});

describe("a request beyond all measure is answered, and the next one served", () => {
  const get = (path: string, ...headers: string[]) =>
    [`GET ${path} HTTP/1.1`, "Host: x", "Connection: close", ...headers, "", ""].join("\r\n");

  test.each([
    ["an address of 10 KB", () => get(`/${"a".repeat(10_000)}`), /^HTTP\/1\.1 414 /],
    ["an address of 100 KB", () => get(`/${"a".repeat(100_000)}`), /^HTTP\/1\.1 431 /],
    ["64 KB of headers", () => get("/", `X-Big: ${"a".repeat(65_536)}`), /^HTTP\/1\.1 431 /],
    [
      "1,000 headers",
      () => get("/", ...Array.from({ length: 1_000 }, (_, n) => `X-${n}: a`)),
      /^HTTP\/1\.1 431 /,
    ],
    ["no HTTP at all", () => "\u0016\u0003\u0001\u0000 hello\r\n\r\n", /^HTTP\/1\.1 400 /],
    ["two lengths", () => get("/", "Content-Length: 1", "Content-Length: 2"), /^HTTP\/1\.1 400 /],
    [
      "a length and chunks",
      () => get("/", "Content-Length: 1", "Transfer-Encoding: chunked"),
      /^HTTP\/1\.1 400 /,
    ],
  ])("%s", async (_name, bytes, answer) => {
    expect(await sendRaw(server.port, bytes())).toMatch(answer);
    expect((await fetch(server.origin)).status).toBe(200);
  });
});

test("five hundred clients that never finish their headers are sent away, and pages are served meanwhile", async () => {
  const patient = await startTestServer({ headersTimeoutMs: 300 });
  const slow = Array.from({ length: 500 }, () =>
    sendRaw(patient.port, "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "),
  );
  expect((await fetch(patient.origin)).status).toBe(200);
  const answers = await Promise.all(slow);
  expect(answers.filter((answer) => !answer.startsWith("HTTP/1.1 408 "))).toEqual([]);
  expect((await fetch(patient.origin)).status).toBe(200);
  await patient.close();
});

test("the health of what the dashboard depends on is told, the engine's absence without failing", async () => {
  const answer = await fetch(`${server.origin}/api/health`);
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({
    status: "degraded",
    dependencies: {
      database: { status: "ok", detail: dashboard.postgres.backend },
      engine: { status: "down" },
    },
  });
});

test("a page that fails answers 500 without saying why, and the server lives", async () => {
  const failing = await startTestServer({ next: () => Promise.reject(new Error("secret detail")) });
  const answer = await fetch(failing.origin);
  expect(answer.status).toBe(500);
  expect(await answer.text()).not.toContain("secret detail");
  expect((await fetch(failing.origin)).status).toBe(500);
  await failing.close();
});
