import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildStupeflixApp } from "#lib/engine/protocols/stupeflix/app.ts";
import { TaskRunner } from "#lib/engine/protocols/stupeflix/task-runner.ts";
import { providerFor } from "#lib/providers/registry.ts";
import { type WireTaskStatus, wireErrors, wireTaskStatuses } from "#lib/providers/stupeflix/wire.ts";
import { clip } from "#tests/support/clips.ts";
import { listRoutes, listSupported } from "#tests/support/coverage.ts";
import { startTestEngine, type TestEngine } from "#tests/support/engine.ts";
import {
  type FaultServer,
  raw,
  redirect,
  reset,
  resetMidBody,
  startFaultServer,
} from "#tests/support/fault-server.ts";
import { coverage } from "./coverage.ts";

let running: TestEngine;
/** Stands for the internet: the engine is told that this address may be reached. */
let outside: FaultServer;
/** Stands for a service inside, which no task may reach. */
let inside: FaultServer;

beforeAll(async () => {
  outside = await startFaultServer();
  inside = await startFaultServer();
  running = await startTestEngine({ allowPrivateUrls: [`127.0.0.1:${outside.port}`] });
});
afterAll(async () => {
  await running.close();
  await outside.close();
  await inside.close();
});

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

describe("video.info", () => {
  test("tells the facts of a real file behind a redirect", async () => {
    outside.script(redirect("/real.mp4"), raw(200, await readFile(await clip("plain"))));
    const status = await createOne({ task_name: "video.info", url: `${outside.baseUrl}/clip.mp4` });
    expect(status).toMatchObject({
      status: "success",
      result: {
        content_type: "video/mp4",
        width: expect.any(Number),
        height: expect.any(Number),
        frame_rate: expect.any(Number),
        alpha: false,
        rotation: 0,
        audio_codec: "aac",
        video_codec: "h264",
      },
    });
  });

  test("turns what a phone stored turned, and reads what only ffprobe reads", async () => {
    const [rotated, avi] = await Promise.all(
      [clip("rotated"), clip("avi")].map(async (file) => readFile(await file)),
    );
    outside.script(raw(200, rotated ?? ""), raw(200, avi ?? ""));
    const { result: turned } = await createOne({
      task_name: "video.info",
      url: `${outside.baseUrl}/phone.mp4`,
    });
    expect(turned).toMatchObject({ width: 180, height: 320, rotation: expect.any(Number) });
    const { result: other } = await createOne({ task_name: "video.info", url: `${outside.baseUrl}/old.avi` });
    expect(other).toMatchObject({ content_type: "video/x-msvideo", width: 320, video_codec: "mpeg4" });
  });

  test("says that a sound has no picture", async () => {
    outside.script(raw(200, await readFile(await clip("mp3"))));
    const status = await createOne({ task_name: "video.info", url: `${outside.baseUrl}/song.mp3` });
    expect(status).toMatchObject({ error: { parameters: { url: ["the file has no picture"] } } });
  });

  test("keeps a batch in the order asked for, whatever ends first", async () => {
    outside.script(raw(200, await readFile(await clip("plain"))));
    const statuses = await create([
      { task_name: "video.info", url: `${outside.baseUrl}/clip.mp4` },
      { task_name: "nonsense" },
      { task_name: "hello", name: "John" },
    ]);
    expect(statuses).toMatchObject([
      { status: "success", result: { video_codec: "h264" } },
      { status: "error", error: { parameters: { task_name: ["invalid choice"] } } },
      { status: "success", result: "Hello John" },
    ]);
  });

  test.each([
    ["that is no video", () => raw(200, "hello"), "the file is not a video"],
    ["that is empty", () => raw(200, ""), "the file is not a video"],
    ["that is not there", () => raw(404, "no"), "the address answered 404"],
    ["that redirects for ever", () => redirect("/again"), "the address redirects too often"],
    ["whose server hangs up", () => reset, "the address could not be fetched"],
    ["that ends before its length", () => resetMidBody, "the address could not be fetched"],
    [
      "that leads inside by a redirect",
      () => redirect(`${inside.baseUrl}/`),
      "this address may not be fetched",
    ],
  ])("of a file %s ends in an error in words", async (_what, fault, words) => {
    outside.script(fault());
    const status = await createOne({ task_name: "video.info", url: `${outside.baseUrl}/clip.mp4` });
    expect(status).toMatchObject({ status: "error", error: { parameters: { url: [words] } } });
  });

  test.each([
    ["an address inside", () => `${inside.baseUrl}/secret`],
    ["the engine's own administration", () => `http://127.0.0.1:${running.ports.admin}/metrics`],
    ["a name of this machine", () => `http://localhost:${inside.port}/`],
    ["a number for this machine", () => `http://2130706433:${inside.port}/`],
    ["a cloud's metadata", () => "http://169.254.169.254/latest/meta-data/"],
    ["a file", () => "file:///etc/passwd"],
    ["ssh's port", () => "http://127.0.0.1:22/"],
  ])("never asks %s", async (_what, target) => {
    const before = inside.connections();
    const status = await createOne({ task_name: "video.info", url: target() });
    expect(status).toMatchObject({ status: "error", error: { parameters: { url: [expect.any(String)] } } });
    expect(inside.connections()).toBe(before);
  });

  test("leaves nothing behind in the work directory", async () => {
    outside.script(raw(200, "hello"));
    await createOne({ task_name: "video.info", url: `${outside.baseUrl}/clip.mp4` });
    expect(await readdir(path.join(running.dataDir, "engine/work"))).toEqual([]);
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
  expect(listRoutes(buildStupeflixApp(engine, new TaskRunner(engine)))).toEqual(listSupported(coverage));
});
