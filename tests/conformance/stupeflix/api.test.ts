import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TaskStore } from "#lib/engine/protocols/stupeflix/task-store.ts";
import { type WireTaskStatus, wireTaskStatuses } from "#lib/providers/stupeflix/wire.ts";
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
const hasEnded = ({ status }: WireTaskStatus) => status === "success" || status === "error";

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

describe("a stream of statuses", () => {
  test("has all tasks in their order first, then each change of each, and closes when all have ended", async () => {
    const tasks = [hello("John"), { task_name: "video.info" }, hello("Jane")];
    const { first, changes } = await tasksClient(engine).tasks.createStream(
      tasks,
      AbortSignal.timeout(30_000),
    );
    expect(first.map(({ status }) => status)).toEqual(["queued", "error", "queued"]);
    expect(first[1]).toMatchObject({ error: { parameters: { url: ["this field is required"] } } });
    const lines = await all(changes);
    for (const [index, result] of [
      [0, "Hello John"],
      [2, "Hello Jane"],
    ] as const) {
      const own = lines.filter((line) => line.key === first[index]?.key);
      expect(own).toMatchObject([
        { status: "executing", events: { queued: expect.any(String), started: expect.any(String) } },
        { status: "success", result, events: { completed: expect.any(String) } },
      ]);
    }
    expect(lines).toHaveLength(4);
  });

  test("is flushed line by line, and the same from every address that the documentation knows", async () => {
    const slow = serveLate(engine, "slow-stream", picture);
    const created = await tasksClient(engine).tasks.create([
      { task_name: "image.info", url: slow.url },
      hello("Ann"),
    ]);
    const keys = created.flatMap(({ key }) => key ?? []);
    const query = keys.map((key) => `tasks=${key}`).join("&");
    const answers = await Promise.all([
      fetch(engine.url(`/v2/status_stream?${query}`)),
      fetch(engine.url(`/v2/stream?${query}`)),
      engine.post("/v2/status_stream", { tasks: keys }),
      engine.post("/v2/stream", { tasks: keys }),
    ]);
    const readers = answers.map((answer) => answer.body?.getReader());
    for (const reader of readers) {
      // The first line is here although a task runs on.
      const { value } = (await reader?.read()) ?? {};
      const [line] = new TextDecoder().decode(value).split("\n");
      expect(JSON.parse(line ?? "")).toMatchObject([{ key: keys[0] }, { key: keys[1] }]);
    }
    slow.release();
    for (const reader of readers) {
      let text = "";
      for (;;) {
        const { value, done } = (await reader?.read()) ?? { done: true };
        if (done) break;
        text += new TextDecoder().decode(value);
      }
      expect(JSON.parse(text.trim().split("\n").at(-1) ?? "")).toMatchObject({
        key: keys[0],
        status: "success",
      });
      expect(text.endsWith("\n")).toBe(true);
    }
  });

  test("of tasks that have ended, and of unknown ones, is one line", async () => {
    const [done] = await tasksClient(engine).tasks.create([hello("Bob")], { block: true });
    const { first, changes } = await tasksClient(engine).tasks.statusStream(
      [done?.key ?? "", "UNKNOWN"],
      AbortSignal.timeout(30_000),
    );
    expect(first).toEqual([done, { status: "error", key: "UNKNOWN", error: "unknown task" }]);
    expect(await all(changes)).toEqual([]);
  });

  test("over five hundred tasks tells the end of each once, while ten thousand others are queued", async () => {
    const others = await Promise.all(
      Array.from({ length: 10 }, (_unused, call) =>
        tasksClient(engine).tasks.create(
          Array.from({ length: 1_000 }, (_task, index) => hello(`${call}.${index}`)),
          { timeoutMs: 60_000 },
        ),
      ),
    );
    const names = Array.from({ length: 500 }, (_unused, index) => `number ${index}`);
    const { first, changes } = await tasksClient(engine).tasks.createStream(
      names.map(hello),
      AbortSignal.timeout(120_000),
    );
    const ends = (await all(changes)).filter(hasEnded);
    const byKey = new Map(ends.map((end) => [end.key, end.result]));
    expect(ends).toHaveLength(500);
    expect(first.map(({ key }) => byKey.get(key))).toEqual(names.map((name) => `Hello ${name}`));

    for (const [call, created] of others.entries()) {
      const keys = created.flatMap(({ key }) => key ?? []);
      const ended = await tasksClient(engine).tasks.status(keys, { block: true, timeoutMs: 120_000 });
      expect(ended.map(({ result }) => result)).toEqual(
        created.map((_task, index) => `Hello ${call}.${index}`),
      );
    }
  }, 240_000);

  test("whose reader goes away leaves the task to its end", async () => {
    const slow = serveLate(engine, "abandoned", picture);
    const gone = new AbortController();
    const { first } = await tasksClient(engine).tasks.createStream(
      [{ task_name: "image.info", url: slow.url }],
      gone.signal,
    );
    gone.abort();
    slow.release();
    expect(
      await tasksClient(engine).tasks.status([first[0]?.key ?? ""], { block: true, timeoutMs: 30_000 }),
    ).toMatchObject([{ status: "success" }]);
  });
});

test("fault 34: a thousand callers wait for one task, half of them leave, and the others are answered", async () => {
  const slow = serveLate(engine, "awaited", picture);
  const [task] = await tasksClient(engine).tasks.create([{ task_name: "image.info", url: slow.url }]);
  const leaving = new AbortController();
  const waiting = Array.from({ length: 1_000 }, async (_unused, index) => {
    const signal = index % 2 === 0 ? leaving.signal : AbortSignal.timeout(120_000);
    const answer = await fetch(engine.url(`/v2/status?tasks=${task?.key}&block=true`), { signal });
    const [status] = wireTaskStatuses.parse(await answer.json());
    return status?.status;
  });
  const staying = waiting.filter((_call, index) => index % 2 === 1);
  for (const call of waiting) call.catch(() => {});
  await until(
    "the task to run",
    async () => (await tasksClient(engine).tasks.status([task?.key ?? ""]))[0]?.status === "executing",
  );
  leaving.abort();
  slow.release();
  expect(new Set(await Promise.all(staying))).toEqual(new Set(["success"]));
  expect((await fetch(`http://127.0.0.1:${engine.ports.admin}/health`)).status).toBe(200);
}, 150_000);

describe("light tasks", () => {
  test("do not wait for slow servers, however many", async () => {
    const slow = Array.from({ length: 20 }, (_unused, index) => serveLate(engine, `held-${index}`, picture));
    const held = await tasksClient(engine).tasks.create(
      slow.map(({ url }) => ({ task_name: "image.thumb", url })),
    );
    expect(await engine.runOne({ task_name: "image.thumb", url: picture, width: 10 })).toMatchObject({
      status: "success",
    });
    for (const { release } of slow) release();
    const ended = await tasksClient(engine).tasks.status(
      held.flatMap(({ key }) => key ?? []),
      { block: true, timeoutMs: 60_000 },
    );
    expect(ended.every(({ status }) => status === "success")).toBe(true);
  });
});

test("fault 24: what a process that lost a task still writes is refused, and an end is an end", async () => {
  const store = new TaskStore(engine.engine);
  const account = engine.engine.accounts.stupeflix;
  const given = { taskName: "hello", parameters: { name: "x" }, taskStore: { type: "persistent" } };
  const [task] = await store.insert(store.draft({ account, baseUrl: engine.url("") }, [given]));
  if (!task) throw new Error("The task was not stored.");
  const keys = [task.taskKey];
  const [lost, holder] = [
    { jobId: "one", attempt: 1 },
    { jobId: "one", attempt: 2 },
  ];
  expect(await store.begin(keys, lost)).toMatchObject([{ status: "executing" }]);
  // Another job has no right to it; a later try of the same one takes it over.
  expect(await store.begin(keys, { jobId: "two", attempt: 1 })).toEqual([]);
  expect(await store.begin(keys, holder)).toMatchObject([{ status: "executing" }]);

  const end = (result: string) =>
    ({ task, outcome: { status: "success", result, files: {}, stored: [] } }) as const;
  expect(await store.note(task.taskKey, lost, { progress: 50 })).toBe(false);
  expect(await store.finish([end("late")], lost)).toEqual([]);
  expect(await store.note(task.taskKey, holder, { progress: 60 })).toBe(true);
  expect(await store.finish([end("held")], holder)).toMatchObject([{ status: "success", result: "held" }]);
  expect(await store.finish([end("again")], holder)).toEqual([]);
  expect(await store.cancel(account, keys, "cancelled")).toEqual([]);
  expect(await tasksClient(engine).tasks.status(keys)).toMatchObject([{ status: "success", result: "held" }]);
});

describe("callbacks", () => {
  test("carry the whole final status as JSON, to the address for its end", async () => {
    const received: { url: string; type: string | undefined; body: unknown }[] = [];
    const receive = (name: string) =>
      engine.serve(name, (req, res) => {
        const chunks: Buffer[] = [];
        req.on("data", (chunk: Buffer) => chunks.push(chunk));
        req.on("end", () => {
          received.push({
            url: req.url ?? "",
            type: req.headers["content-type"],
            body: JSON.parse(Buffer.concat(chunks).toString()),
          });
          res.writeHead(204).end();
        });
      });
    const calls = { url_callback: receive("good"), url_errback: receive("bad") };
    const [good, bad, invalid] = await engine.run([
      { task_name: "image.thumb", url: picture, ...calls },
      { task_name: "image.thumb", url: `${picture}.missing`, ...calls },
      { task_name: "image.thumb", ...calls },
    ]);
    await until("three calls", () => received.length === 3);
    const bodyOf = (status: WireTaskStatus | undefined) =>
      received.find(({ body }) => (body as WireTaskStatus).key === status?.key);
    expect(bodyOf(good)).toEqual({ url: "/good", type: "application/json", body: good });
    expect(bodyOf(bad)).toMatchObject({ url: "/bad", body: bad });
    expect(bodyOf(invalid)).toMatchObject({
      url: "/bad",
      body: { error: { parameters: { url: ["this field is required"] } } },
    });
    const { items } = await engine.engine.deliveries.list(engine.engine.accounts.stupeflix, {
      subject: good?.key ?? "",
      offset: 0,
      limit: 10,
    });
    expect(items).toMatchObject([{ kind: "stupeflix-callback", event: "success", url: calls.url_callback }]);
  });

  test("that nobody takes leave the task as it is, and never reach an address inside", async () => {
    const refused = engine.serve("refused", (_req, res) => void res.writeHead(500).end());
    const inside = `http://127.0.0.1:${engine.ports.admin}/metrics`;
    for (const url_callback of [refused, inside]) {
      const status = await engine.runOne({ ...hello("Eve"), url_callback });
      expect(status).toMatchObject({ status: "success", result: "Hello Eve" });
      const account = engine.engine.accounts.stupeflix;
      const delivery = await until("a first try", async () => {
        const { items } = await engine.engine.deliveries.list(account, {
          subject: status.key ?? "",
          offset: 0,
          limit: 1,
        });
        return items[0] && items[0].attempts.length > 0 && items[0];
      });
      expect(delivery.attempts[0]).toMatchObject({ status: url_callback === refused ? 500 : null });
    }
  });
});

test("a call with a thousand tasks answers in their order, and one more is refused", async () => {
  const names = Array.from({ length: 1_000 }, (_unused, index) => `${index}`);
  const answer = await engine.post("/v2/create", { tasks: names.map(hello), block: true });
  const results = wireTaskStatuses.parse(await answer.json()).map(({ result }) => result);
  expect(results).toEqual(names.map((name) => `Hello ${name}`));
  expect((await engine.post("/v2/create", { tasks: [...names, "more"].map(hello) })).status).toBe(400);
}, 60_000);
