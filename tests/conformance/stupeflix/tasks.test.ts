import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildStupeflixApp } from "#lib/engine/protocols/stupeflix/app.ts";
import { createServices } from "#lib/engine/protocols/stupeflix/services.ts";
import { providerFor } from "#lib/providers/registry.ts";
import { type WireTaskStatus, wireErrors, wireTaskStatuses } from "#lib/providers/stupeflix/wire.ts";
import { listRoutes, listSupported } from "#tests/support/coverage.ts";
import { startTestEngine, type TestEngine } from "#tests/support/engine.ts";
import { coverage } from "./coverage.ts";

let running: TestEngine;

beforeAll(async () => {
  running = await startTestEngine();
});
afterAll(() => running.close());

const url = (path: string) => `${running.credentials.stupeflix.baseUrl}${path}`;
const withSecret = () => ({ authorization: `Secret ${running.credentials.stupeflix.secret}` });

async function create(tasks: unknown, block = true): Promise<WireTaskStatus[]> {
  const body = JSON.stringify({ tasks, block });
  const answer = await fetch(url("/v2/create"), { method: "POST", headers: withSecret(), body });
  expect(answer.status).toBe(200);
  return wireTaskStatuses.parse(await answer.json());
}

async function createOne(task: Record<string, unknown>): Promise<WireTaskStatus> {
  const [status] = await create(task);
  if (!status) throw new Error("create answered with an empty list");
  return status;
}

describe("the requests captured from stupeflix-tasks.js", () => {
  const browser = {
    "content-type": "text/plain;charset=UTF-8",
    origin: "http://localhost:8000",
    referer: "http://localhost:8000/page",
  };

  test("create and poll with an API key from an allowed page", async () => {
    const api_key = running.credentials.stupeflix.apiKey;
    const tasks = [
      { task_name: "hello", name: "Ann", task_metas: { user: "u1" } },
      { task_name: "hello", name: "Bob", task_metas: { user: "u1" } },
    ];
    const created = await fetch(url("/v2/create"), {
      method: "POST",
      headers: browser,
      body: JSON.stringify({ tasks, api_key }),
    });
    expect(created.headers.get("access-control-allow-origin")).toBe("*");
    const queued = wireTaskStatuses.parse(await created.json());
    const keys = queued.map((status) => status.key);
    expect(keys).toEqual([expect.stringMatching(/^[A-Z2-7]{26}$/), expect.stringMatching(/^[A-Z2-7]{26}$/)]);

    const polled = await fetch(url("/v2/status"), {
      method: "POST",
      headers: browser,
      body: JSON.stringify({ tasks: keys, api_key, block: true }),
    });
    expect(polled.status).toBe(200);
    expect(await polled.json()).toMatchObject([
      { status: "success", key: keys[0], result: "Hello Ann", progress: null },
      { status: "success", key: keys[1], result: "Hello Bob", progress: null },
    ]);
  });

  test("a page elsewhere may not use the API key", async () => {
    const body = JSON.stringify({ tasks: [], api_key: running.credentials.stupeflix.apiKey });
    const headers = { ...browser, referer: "https://evil.example/page" };
    expect((await fetch(url("/v2/create"), { method: "POST", headers, body })).status).toBe(401);
  });

  test("a preflight is allowed to send a content type and credentials", async () => {
    const answer = await fetch(url("/v2/create"), {
      method: "OPTIONS",
      headers: {
        origin: "http://localhost:8000",
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,content-type",
      },
    });
    expect(answer.ok).toBe(true);
    expect(answer.headers.get("access-control-allow-headers")?.toLowerCase()).toContain("authorization");
  });
});

describe("the requests of community clients", () => {
  test("Python sends one definition alone and no content type, and polls with its header", async () => {
    const created = await fetch(url("/v2/create"), {
      method: "POST",
      headers: { authorization: `SECRET ${running.credentials.stupeflix.secret}` },
      body: new Blob([JSON.stringify({ tasks: { task_name: "hello", name: "John" } })]),
    });
    const [queued] = wireTaskStatuses.parse(await created.json());
    const polled = await fetch(url(`/v2/status?tasks=${queued?.key}&block=true`), { headers: withSecret() });
    expect(await polled.json()).toMatchObject([{ status: "success", result: "Hello John" }]);
  });

  test("Node asks for the status of one key as text", async () => {
    const { key } = await createOne({ task_name: "hello", name: "John" });
    const answer = await fetch(url("/v2/status"), {
      method: "POST",
      headers: { "content-type": "application/json", ...withSecret() },
      body: JSON.stringify({ tasks: key }),
    });
    expect(await answer.json()).toMatchObject([{ status: "success", key }]);
  });
});

describe("the documentation", () => {
  test("a finished task has its dates in ISO 8601 with microseconds", async () => {
    const { events } = await createOne({ task_name: "hello", name: "John" });
    const date = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00$/;
    expect([events?.queued, events?.started, events?.completed]).toEqual([
      expect.stringMatching(date),
      expect.stringMatching(date),
      expect.stringMatching(date),
    ]);
  });

  test("a missing parameter is the task's error, not the call's", async () => {
    expect(await createOne({ task_name: "video.info" })).toMatchObject({
      status: "error",
      progress: null,
      error: { parameters: { url: ["this field is required"] } },
      events: { queued: expect.any(String), completed: expect.any(String) },
    });
  });

  test("missing tasks are answered in its very words", async () => {
    const answer = await fetch(url("/v2/create"), { method: "POST", headers: withSecret(), body: "{}" });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({
      status: "error",
      errors: [{ name: "tasks", location: "body", description: "tasks is missing" }],
    });
  });

  test.each([
    ["no credentials", {}],
    ["a wrong secret", { authorization: "Secret nonsense" }],
  ])("%s are 401", async (_what, headers) => {
    const body = JSON.stringify({ tasks: [{ task_name: "hello", name: "John" }] });
    const answer = await fetch(url("/v2/create"), { method: "POST", headers, body });
    expect(answer.status).toBe(401);
    expect(wireErrors.safeParse(await answer.json()).success).toBe(true);
  });

  test("a status needs no credentials, its details do", async () => {
    const { key } = await createOne({ task_name: "hello", name: "John" });
    expect((await fetch(url(`/v2/status?tasks=${key}`))).status).toBe(200);
    expect((await fetch(url(`/v2/status?tasks=${key}&details=true`))).status).toBe(401);
    const secret = running.credentials.stupeflix.secret;
    const detailed = await fetch(url(`/v2/status?tasks=${key}&details=true&secret=${secret}`));
    expect(await detailed.json()).toMatchObject([{ task_name: "hello", parameters: { name: "John" } }]);
  });

  test("an unknown key keeps its place in the list", async () => {
    const { key } = await createOne({ task_name: "hello", name: "John" });
    const answer = await fetch(url(`/v2/status?tasks=UNKNOWN&tasks=${key}`));
    expect(await answer.json()).toMatchObject([
      { status: "error", key: "UNKNOWN", error: "unknown task" },
      { status: "success", key },
    ]);
  });
});

test("our own client says hello to find out whether the connection works", async () => {
  const { baseUrl, secret, apiKey } = running.credentials.stupeflix;
  for (const base of [baseUrl, `${baseUrl}/v2`, `${baseUrl}/`]) {
    const account = {
      provider: "stupeflix",
      baseUrl: base,
      fields: { secret, apiKey },
      isLocal: true,
    } as const;
    expect(await providerFor(account).check()).toMatchObject({ cause: "ok" });
  }
  const wrong = { provider: "stupeflix", baseUrl, fields: { secret: "wrong" }, isLocal: true } as const;
  expect(await providerFor(wrong).check()).toMatchObject({ cause: "unauthorized" });
});

test("the coverage list says what the router does", () => {
  const jobs = { ...running.engine.jobs, define: () => {} };
  const engine = { ...running.engine, jobs };
  expect(listRoutes(buildStupeflixApp(createServices(engine)))).toEqual(listSupported(coverage));
});
