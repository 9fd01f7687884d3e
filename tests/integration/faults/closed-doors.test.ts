import { once } from "node:events";
import { glob, readFile } from "node:fs/promises";
import { createServer, request as httpRequest } from "node:http";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { connectionList } from "#lib/features/connections/schema.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { signIn } from "#tests/support/session.ts";

const password = "a few words in a row";
const owner = { email: "owner@example.com", password };
const viewer = { name: "Vi", email: "viewer@example.com", password, role: "viewer" };

const manifest = z.object({
  node: z.record(
    z.string(),
    z.object({ exportedName: z.string(), workers: z.record(z.string(), z.unknown()) }),
  ),
});

let app: TestApp;
let actions: { id: string; name: string; page: string }[];
let routes: { path: string; methods: string[] }[];
let ownerCookie: string;
let viewerCookie: string;

beforeAll(async () => {
  app = await startApp({ env: { REELYARD_OWNER_EMAIL: owner.email, REELYARD_OWNER_PASSWORD: password } });
  const built = manifest.parse(
    JSON.parse(await readFile(".next/server/server-reference-manifest.json", "utf8")),
  );
  actions = Object.entries(built.node).map(([id, { exportedName, workers }]) => ({
    id,
    name: exportedName,
    page: toPath(Object.keys(workers)[0] ?? ""),
  }));
  routes = [];
  for await (const file of glob("app/api/**/route.ts")) {
    if (file.includes("nextauth")) continue;
    const source = await readFile(file, "utf8");
    const methods = [
      ...source.matchAll(/export (?:const|async function|function) (GET|POST|PUT|PATCH|DELETE)\b/g),
    ];
    const path = file.slice("app".length, -"/route.ts".length).replaceAll(/\[[^\]]+\]/g, "unknown");
    routes.push({ path, methods: methods.flatMap(([, method]) => method ?? []) });
  }
  ownerCookie = (await signIn(app.url, owner.email, password)).cookie;
  await expect(callAction("addPerson", viewer, ownerCookie)).resolves.toContain('"ok":true');
  viewerCookie = (await signIn(app.url, viewer.email, password)).cookie;
}, 300_000);
afterAll(() => app.stop());

/** `app/(dashboard)/settings/people/page` is served at `/settings/people`. */
function toPath(worker: string): string {
  return worker
    .slice("app".length)
    .replace(/\/page$/, "")
    .replaceAll(/\/\([^)]+\)/g, "")
    .replaceAll(/\[[^\]]+\]/g, "unknown");
}

/** Next runs an action on the pages that bring it. */
function postAction(
  { id, page }: { id: string; page: string },
  body: BodyInit,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${app.url}${page}`, {
    method: "POST",
    headers: { origin: app.url, "next-action": id, "content-type": "text/plain;charset=UTF-8", ...headers },
    body,
    redirect: "manual",
  });
}

async function callAction(name: string, input: unknown, cookie = ""): Promise<string> {
  const found = actions.find((action) => action.name === name);
  if (!found) throw new Error(`There is no action ${name}.`);
  return (await postAction(found, JSON.stringify([input]), { cookie })).text();
}

const request = (path: string, method: string, headers: Record<string, string>) =>
  fetch(`${app.url}${path}`, {
    method,
    headers: { "content-type": "application/json", ...headers },
    ...(method !== "GET" && method !== "DELETE" && { body: "{}" }),
    redirect: "manual",
  });

/** The ones that come before there is anyone to sign in. */
const publicActions = ["createOwner"];
/** What is everyone's own to change. */
const ownActions = ["updateProfile", "changePassword", "signOutEverywhere", "endSession"];

test("there are actions and routes to look at", () => {
  expect(actions.length).toBeGreaterThan(10);
  expect(routes.length).toBeGreaterThan(5);
  expect(routes.filter((route) => route.methods.length === 0)).toEqual([]);
});

test("no action does anything for someone without a session, and none outlives its public moment", async () => {
  for (const action of actions) {
    const { name } = action;
    const answer = await (await postAction(action, "[{}]")).text();
    const code = publicActions.includes(name) ? "invalid" : "unauthenticated";
    expect(answer, name).toContain(`"code":"${code}"`);
  }
  const late = { name: "Eve", email: "eve@example.com", password };
  expect(await callAction("createOwner", late)).toContain('"code":"conflict"');
});

test("no action does anything for another site, however signed in", async () => {
  for (const action of actions) {
    const { name } = action;
    const answer = await postAction(action, "[{}]", { origin: "https://evil.example", cookie: ownerCookie });
    expect([name, answer.status]).toEqual([name, 403]);
  }
});

test("a viewer changes nothing but their own account", async () => {
  const before = await readConnections();
  for (const action of actions) {
    const { name } = action;
    if (publicActions.includes(name) || ownActions.includes(name)) continue;
    const answer = await (await postAction(action, "[{}]", { cookie: viewerCookie })).text();
    expect(answer, name).toMatch(/"code":"(forbidden|invalid)"/);
  }
  expect(await callAction("removePerson", { userId: "anyone" }, viewerCookie)).toContain(
    '"code":"forbidden"',
  );
  expect(await callAction("addPerson", { ...viewer, email: "b@example.com" }, viewerCookie)).toContain(
    '"code":"forbidden"',
  );
  expect(await readConnections()).toEqual(before);
});

/** What people decide of connections; health and sync go on meanwhile. */
async function readConnections() {
  const answer = await request("/api/connections", "GET", { cookie: ownerCookie });
  const decided = ["connectionId", "name", "baseUrl", "state", "settings", "secretHints"] as const;
  return connectionList.parse(await answer.json()).map((one) => decided.map((field) => one[field]));
}

test("no route answers without a session, nor writes for another site", async () => {
  for (const { path, methods } of routes) {
    for (const method of methods) {
      const nobody = await request(path, method, { origin: app.url });
      expect([method, path, nobody.status]).toEqual([method, path, 401]);
      if (method === "GET") continue;
      const forged = await request(path, method, { origin: "https://evil.example", cookie: ownerCookie });
      expect([method, path, forged.status]).toEqual([method, path, 403]);
    }
  }
});

describe("pages", () => {
  const pages = ["/library", "/uploads", "/connections", "/settings", "/settings/people", "/settings/audit"];

  test.each([
    ["nothing special", {}],
    ["x-middleware-subrequest", { "x-middleware-subrequest": "proxy:proxy:proxy:proxy:proxy" }],
    ["x-middleware-subrequest of old", { "x-middleware-subrequest": "middleware:middleware:middleware" }],
    [
      "forwarded headers",
      { "x-forwarded-for": "127.0.0.1", "x-forwarded-host": "localhost", "x-original-url": "/sign-in" },
    ],
    ["method override", { "x-http-method-override": "POST" }],
    [
      "a made-up session",
      { cookie: "reelyard.session-token=eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..a.b.c" },
    ],
    ["an unsigned session", { cookie: "reelyard.session-token=eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0." }],
  ])("lead a stranger with %s to sign in", async (_name, headers: Record<string, string>) => {
    for (const page of pages) {
      const answer = await fetch(`${app.url}${page}`, { headers, redirect: "manual" });
      const body = await answer.text();
      expect([page, answer.headers.get("location") ?? body]).toEqual([
        page,
        expect.stringContaining("/sign-in?next="),
      ]);
      expect(body).not.toContain(owner.email);
    }
  });

  test("keep the owner's pages from a viewer", async () => {
    for (const page of ["/settings/people", "/settings/audit"]) {
      const body = await (await fetch(`${app.url}${page}`, { headers: { cookie: viewerCookie } })).text();
      expect(body).toContain("Not for your role");
      expect(body).not.toContain(owner.email);
    }
  });

  test("have no /setup once there is an owner", async () => {
    expect((await fetch(`${app.url}/setup`)).status).toBe(404);
  });
});

describe("a crafted action body", () => {
  const parts = (...values: string[]) => {
    const form = new FormData();
    values.forEach((value, index) => {
      form.set(String(index), value);
    });
    return form;
  };
  const reactToShell = parts(
    '{"then":"$1:__proto__:then","status":"resolved_model","reason":-1,"value":"{\\"then\\":\\"$B1337\\"}","_response":{"_prefix":"process.exit(1);","_formData":{"get":"$1:constructor:constructor"}}}',
    '"$@0"',
  );

  test.each([
    ["that is no JSON", "}{"],
    ["200,000 arrays deep", "[".repeat(200_000)],
    ["that refers to itself", '["$0"]'],
    ["that reaches for a prototype", '[{"then":"$1:__proto__:then"}]'],
    ["with a number of 400,000 digits", `["$n${"9".repeat(400_000)}"]`],
    ["of React2Shell's shape", reactToShell],
    ["whose parts refer to each other in a ring", parts('["$1"]', '["$0"]')],
  ])("%s is refused, and the process goes on", async (_name, body) => {
    const pid = await app.findPid("dashboard");
    for (const { id, page } of actions.slice(0, 3)) {
      const answer = await fetch(`${app.url}${page}`, {
        method: "POST",
        headers: {
          origin: app.url,
          "next-action": id,
          ...(typeof body === "string" && { "content-type": "text/plain;charset=UTF-8" }),
        },
        body,
      });
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
    }
    expect((await fetch(`${app.url}/api/health`)).status).toBe(200);
    expect(await app.findPid("dashboard")).toBe(pid);
  });
});

test.each([
  ["with its length said", 100_000_000],
  ["in chunks", undefined],
])(
  "an action's body of 100 MB %s is cut off, for less than a second of the processor",
  async (_name, length) => {
    const pid = await app.findPid("dashboard");
    const before = await readProcessorMs(pid);
    const [action] = actions;
    const sent = httpRequest({
      port: app.port,
      path: action?.page,
      method: "POST",
      headers: {
        origin: app.url,
        cookie: ownerCookie,
        "next-action": action?.id,
        "content-type": "text/plain;charset=UTF-8",
        ...(length && { "content-length": length }),
      },
    });
    // The server answers and hangs up. Who is still sending then may lose the answer to the closed connection.
    let isOver = false;
    const answered = new Promise<number | undefined>((resolve) => {
      const end = (status?: number) => {
        isOver = true;
        resolve(status);
      };
      sent.once("response", ({ statusCode }) => end(statusCode)).once("close", () => end());
      sent.on("error", () => end());
    });
    sent.flushHeaders();
    if (length) await answered;
    const mebibyte = Buffer.alloc(1024 * 1024, "[");
    let sentBytes = 0;
    for (; sentBytes < 100_000_000 && !isOver; sentBytes += mebibyte.length) {
      const isWritten = new Promise((resolve) => sent.write(mebibyte, resolve));
      await Promise.race([isWritten, answered]);
    }
    expect(length ? [413] : [413, undefined]).toContain(await answered);
    sent.destroy();
    expect(sentBytes).toBeLessThan(100_000_000);
    expect((await fetch(`${app.url}/api/health`)).status).toBe(200);
    expect(await app.findPid("dashboard")).toBe(pid);
    expect(await readProcessorMs(pid)).toBeLessThan(before + 1_000);
  },
);

/** What a process has had of the processor so far, as Linux counts it: no clock on the wall. */
async function readProcessorMs(pid: number): Promise<number> {
  const [user = 0, system = 0] =
    (await readFile(`/proc/${pid}/stat`, "utf8")).split(") ")[1]?.split(" ").slice(11, 13).map(Number) ?? [];
  return (user + system) * 10;
}

test("an action called from a page that does not bring it runs, and a spoofed Host leads Next nowhere else", async () => {
  const elsewhere = createServer((_request, response) => response.end());
  const received = vi.fn();
  elsewhere.on("request", received);
  elsewhere.listen(0, "127.0.0.1");
  await once(elsewhere, "listening");
  const found = actions.find((action) => action.name === "removePerson");
  const send = (host: string) =>
    new Promise<string>((resolve, reject) => {
      const headers = {
        host,
        origin: `http://${host}`,
        cookie: ownerCookie,
        "next-action": found?.id ?? "",
        "content-type": "text/plain;charset=UTF-8",
      };
      const sent = httpRequest({ port: app.port, path: "/settings", method: "POST", headers }, (answer) => {
        text(answer).then(resolve, reject);
      });
      sent.on("error", reject).end('[{"userId":"nobody"}]');
    });
  const address = elsewhere.address();
  const port = typeof address === "object" ? address?.port : 0;
  expect(await send(`localhost:${app.port}`)).toContain('"code":"not_found"');
  expect(await send(`127.0.0.1:${port}`)).toContain('"code":"not_found"');
  expect(received).not.toHaveBeenCalled();
  elsewhere.close();
});

test("a cookie is worth nothing after its owner signed out", async () => {
  const { cookie } = await signIn(app.url, viewer.email, password);
  expect((await request("/api/library", "GET", { cookie })).status).toBe(200);
  expect(await callAction("signOutEverywhere", {}, cookie)).toContain('"ok":true');
  expect((await request("/api/library", "GET", { cookie })).status).toBe(401);
  expect((await fetch(`${app.url}/live`, { headers: { cookie } })).status).toBe(401);
});

describe("the cookie of a session", () => {
  const sessionOf = (cookies: readonly string[]) =>
    cookies.findLast((cookie) => /^[^=]*session-token=[^;]/.test(cookie)) ?? "";

  test("is for the server alone, for our own site, and behind TLS for TLS alone", async () => {
    const plain = sessionOf((await signIn(app.url, viewer.email, password)).setCookies);
    expect(plain).toMatch(/^reelyard\.session-token=/);
    expect(plain).toMatch(/; HttpOnly\b/i);
    expect(plain).toMatch(/; SameSite=Lax\b/i);
    expect(plain).not.toMatch(/; Secure\b/i);
    const secure = await signIn(app.url, viewer.email, password, { isSecure: true });
    const kept = sessionOf(secure.setCookies);
    expect(kept).toMatch(/^__Host-reelyard\.session-token=/);
    for (const part of [/; HttpOnly\b/i, /; SameSite=Lax\b/i, /; Secure\b/i, /; Path=\/(;|$)/i]) {
      expect(kept).toMatch(part);
    }
    expect(kept).not.toMatch(/; Domain=/i);
    const overTls = { cookie: secure.cookie, "x-forwarded-proto": "https" };
    expect((await request("/api/library", "GET", overTls)).status).toBe(200);
    expect((await request("/api/library", "GET", { cookie: secure.cookie })).status).toBe(401);
  });

  test("that somebody else put into the browser is worth nothing once its person has signed in", async () => {
    const planted = await signIn(app.url, viewer.email, password);
    const signedIn = await signIn(app.url, viewer.email, password, { cookie: planted.cookie });
    expect(sessionOf(signedIn.setCookies)).not.toBe(sessionOf(planted.setCookies));
    expect((await request("/api/library", "GET", { cookie: signedIn.cookie })).status).toBe(200);
    expect((await request("/api/library", "GET", { cookie: planted.cookie })).status).toBe(401);
  });
});

test("nothing of all this wrote a password, a hash or a session into a log", async () => {
  const output = await app.readOutput();
  for (const secret of [
    password,
    "argon2id",
    ...ownerCookie.split("; ").map((pair) => pair.split("=")[1] ?? ""),
  ]) {
    expect(secret && output.includes(secret)).toBe(false);
  }
});
