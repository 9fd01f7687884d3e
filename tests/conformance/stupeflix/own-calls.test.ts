import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { WireTaskStatus } from "#lib/providers/stupeflix/wire.ts";
import { startTaskEngine, type TaskEngine } from "#tests/support/task-engine.ts";
import { serveLate, servePicture, tasksClient } from "#tests/support/task-fixtures.ts";
import { until } from "#tests/support/until.ts";

let engine: TaskEngine;
let picture: string;

beforeAll(async () => {
  engine = await startTaskEngine();
  picture = await servePicture(engine);
});
afterAll(() => engine.close());

const hello = (name: string) => ({ task_name: "hello", name });

describe("cancelling (our own)", () => {
  test("ends a running task and one that waits, once; what has ended stays as it was", async () => {
    const slow = serveLate(engine, "cancelled", picture);
    const [running] = await tasksClient(engine).tasks.create([{ task_name: "image.thumb", url: slow.url }]);
    const [done] = await tasksClient(engine).tasks.create([hello("Zoe")], { block: true });
    const key = running?.key ?? "";
    await until(
      "it to run",
      async () => (await tasksClient(engine).tasks.status([key]))[0]?.status === "executing",
    );
    const cancelled = await tasksClient(engine).tasks.cancel([key, done?.key ?? "", "UNKNOWN"]);
    expect(cancelled).toMatchObject([
      {
        status: "error",
        error: "the task was cancelled",
        progress: null,
        events: { completed: expect.any(String) },
      },
      { status: "success", result: "Hello Zoe" },
      { status: "error", error: "unknown task" },
    ]);
    slow.release();
    expect(await tasksClient(engine).tasks.cancel([key])).toEqual([cancelled[0]]);
    expect(await tasksClient(engine).tasks.status([key], { block: true })).toEqual([cancelled[0]]);
  });

  test("is told to whoever watches the account, as every change is", async () => {
    const watching = new AbortController();
    const seen: WireTaskStatus[] = [];
    const watched = (async () => {
      for await (const status of tasksClient(engine).tasks.changes(watching.signal)) seen.push(status);
    })().catch(() => {});
    const slow = serveLate(engine, "watched", picture);
    const created = await until("the line to be open", async () => {
      await tasksClient(engine).tasks.create([hello("first")], { block: true });
      return (
        seen.length > 0 &&
        (await tasksClient(engine).tasks.create([{ task_name: "image.info", url: slow.url }]))
      );
    });
    await tasksClient(engine).tasks.cancel([created[0]?.key ?? ""]);
    await until("the change to be told", () =>
      seen.some((status) => status.key === created[0]?.key && status.error === "the task was cancelled"),
    );
    expect(seen.at(-1)).toMatchObject({ task_name: "image.info", parameters: { url: slow.url } });
    slow.release();
    watching.abort();
    await watched;
  });
});

describe("the kinds (our own)", () => {
  test("are told as JSON for forms and as a page for people", async () => {
    const { kinds, stores } = await tasksClient(engine).tasks.kinds();
    const names = kinds.map(({ name }) => name);
    expect(names).toContain("video.thumb");
    expect(Object.keys(stores)).toEqual(["persistent", "volatile", "s3_signed", "youtube"]);
    const page = await fetch(engine.url("/v2/reelyard/documentation"));
    expect(page.headers.get("content-type")).toContain("text/html");
    const text = await page.text();
    for (const name of names) expect(text).toContain(`id="${name}"`);
  });

  test("are in the account's list, newest first, page by page", async () => {
    await tasksClient(engine).tasks.create([hello("1"), hello("2"), hello("3")], { block: true });
    const page = await tasksClient(engine).tasks.list({ limit: 2 });
    const next = await tasksClient(engine).tasks.list({ limit: 1, before: page.next ?? 0 });
    expect([...page.tasks, ...next.tasks].map((task) => task.result)).toEqual([
      "Hello 3",
      "Hello 2",
      "Hello 1",
    ]);
    expect((await tasksClient(engine).tasks.list({ status: "queued" })).tasks).toEqual([]);
    expect((await fetch(engine.url("/v2/reelyard/tasks?limit=0"), { headers: engine.headers })).status).toBe(
      400,
    );
    expect((await fetch(engine.url("/v2/reelyard/tasks"))).status).toBe(401);
  });
});

test("definitions are checked without being made, each by what it would fail with", async () => {
  const before = await tasksClient(engine).tasks.list();
  const checks = await tasksClient(engine).tasks.check([
    hello("x"),
    { task_name: "image.thumb", width: "wide" },
    { task_name: "nothing" },
    { ...hello("x"), task_store: { type: "s3_signed" } },
  ]);
  expect(checks).toEqual([
    null,
    { parameters: { url: ["this field is required"], width: ["must be an integer"] } },
    { parameters: { task_name: ["invalid choice"] } },
    { parameters: { "task_store.url": ["this field is required"] } },
  ]);
  expect(await tasksClient(engine).tasks.list()).toEqual(before);
  expect((await fetch(engine.url("/v2/reelyard/check"), { method: "POST", body: "{}" })).status).toBe(401);
});

test("pages that the account lists may use the API key, and only the secret may list them", async () => {
  const { apiKey } = engine.credentials.stupeflix;
  const asPage = (path: string, body: object) =>
    fetch(engine.url(path), {
      method: "POST",
      headers: { referer: "https://shop.example/page", "content-type": "text/plain" },
      body: JSON.stringify({ ...body, api_key: apiKey }),
    });
  expect((await asPage("/v2/create", { tasks: [hello("x")] })).status).toBe(401);
  expect((await engine.post("/v2/reelyard/referrers", { referrers: ["shop.example"] })).status).toBe(200);
  expect((await asPage("/v2/create", { tasks: [hello("x")] })).status).toBe(200);
  expect((await asPage("/v2/reelyard/referrers", { referrers: ["evil.example"] })).status).toBe(401);
  expect((await engine.post("/v2/reelyard/referrers", { referrers: ["no host/"] })).status).toBe(400);
});
