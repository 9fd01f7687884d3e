import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TaskStore } from "#lib/engine/protocols/stupeflix/task-store.ts";
import { stupeflixClient } from "#lib/providers/stupeflix/index.ts";
import { type WireTaskStatus, wireTaskStatuses } from "#lib/providers/stupeflix/wire.ts";
import { ffmpeg } from "#tests/support/pixels.ts";
import { startTaskEngine, type TaskEngine } from "#tests/support/task-engine.ts";
import { until } from "#tests/support/until.ts";

const dayMs = 24 * 3600_000;
let engine: TaskEngine;
let nowMs = Date.now();
let picture: string;

beforeAll(async () => {
  engine = await startTaskEngine({ clock: { now: () => new Date(nowMs) } });
  const bytes = await ffmpeg([
    ...[
      "-f",
      "lavfi",
      "-i",
      "testsrc2=size=64x36",
      "-frames:v",
      "1",
      "-f",
      "image2pipe",
      "-c:v",
      "png",
      "pipe:1",
    ],
  ]);
  picture = engine.serve("picture.png", bytes);
});
afterAll(() => engine.close());

const client = () => {
  const { baseUrl, secret } = engine.credentials.stupeflix;
  return stupeflixClient({ provider: "stupeflix", baseUrl, fields: { secret }, isLocal: true });
};
const hello = (name: string) => ({ task_name: "hello", name });
const hasEnded = ({ status }: WireTaskStatus) => status === "success" || status === "error";

/** A picture whose server waits until it is told to answer. */
function slowPicture(name: string): { url: string; release: () => void } {
  const gate = Promise.withResolvers<void>();
  const url = engine.serve(name, (_req, res) => {
    gate.promise.then(() => res.writeHead(302, { location: picture }).end());
  });
  return { url, release: gate.resolve };
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

describe("a stream of statuses", () => {
  test("has all tasks in their order first, then each change of each, and closes when all have ended", async () => {
    const tasks = [hello("John"), { task_name: "video.info" }, hello("Jane")];
    const { first, changes } = await client().tasks.createStream(tasks, AbortSignal.timeout(30_000));
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
    const slow = slowPicture("slow-stream");
    const created = await client().tasks.create([{ task_name: "image.info", url: slow.url }, hello("Ann")]);
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
    const [done] = await client().tasks.create([hello("Bob")], { block: true });
    const { first, changes } = await client().tasks.statusStream(
      [done?.key ?? "", "UNKNOWN"],
      AbortSignal.timeout(30_000),
    );
    expect(first).toEqual([done, { status: "error", key: "UNKNOWN", error: "unknown task" }]);
    expect(await all(changes)).toEqual([]);
  });

  test("over five hundred tasks tells the end of each once, while ten thousand others are queued", async () => {
    const others = await Promise.all(
      Array.from({ length: 10 }, (_unused, call) =>
        client().tasks.create(
          Array.from({ length: 1_000 }, (_task, index) => hello(`${call}.${index}`)),
          { timeoutMs: 60_000 },
        ),
      ),
    );
    const names = Array.from({ length: 500 }, (_unused, index) => `number ${index}`);
    const { first, changes } = await client().tasks.createStream(
      names.map(hello),
      AbortSignal.timeout(120_000),
    );
    const ends = (await all(changes)).filter(hasEnded);
    const byKey = new Map(ends.map((end) => [end.key, end.result]));
    expect(ends).toHaveLength(500);
    expect(first.map(({ key }) => byKey.get(key))).toEqual(names.map((name) => `Hello ${name}`));

    for (const [call, created] of others.entries()) {
      const keys = created.flatMap(({ key }) => key ?? []);
      const ended = await client().tasks.status(keys, { block: true, timeoutMs: 120_000 });
      expect(ended.map(({ result }) => result)).toEqual(
        created.map((_task, index) => `Hello ${call}.${index}`),
      );
    }
  }, 240_000);

  test("whose reader goes away leaves the task to its end", async () => {
    const slow = slowPicture("abandoned");
    const gone = new AbortController();
    const { first } = await client().tasks.createStream(
      [{ task_name: "image.info", url: slow.url }],
      gone.signal,
    );
    gone.abort();
    slow.release();
    expect(
      await client().tasks.status([first[0]?.key ?? ""], { block: true, timeoutMs: 30_000 }),
    ).toMatchObject([{ status: "success" }]);
  });
});

test("fault 34: a thousand callers wait for one task, half of them leave, and the others are answered", async () => {
  const slow = slowPicture("awaited");
  const [task] = await client().tasks.create([{ task_name: "image.info", url: slow.url }]);
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
    async () => (await client().tasks.status([task?.key ?? ""]))[0]?.status === "executing",
  );
  leaving.abort();
  slow.release();
  expect(new Set(await Promise.all(staying))).toEqual(new Set(["success"]));
  expect((await fetch(`http://127.0.0.1:${engine.ports.admin}/health`)).status).toBe(200);
}, 150_000);

describe("light tasks", () => {
  test("do not wait for slow servers, however many", async () => {
    const slow = Array.from({ length: 20 }, (_unused, index) => slowPicture(`held-${index}`));
    const held = await client().tasks.create(slow.map(({ url }) => ({ task_name: "image.thumb", url })));
    expect(await engine.runOne({ task_name: "image.thumb", url: picture, width: 10 })).toMatchObject({
      status: "success",
    });
    for (const { release } of slow) release();
    const ended = await client().tasks.status(
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
  expect(await client().tasks.status(keys)).toMatchObject([{ status: "success", result: "held" }]);
});

describe("cancelling (our own)", () => {
  test("ends a running task and one that waits, once; what has ended stays as it was", async () => {
    const slow = slowPicture("cancelled");
    const [running] = await client().tasks.create([{ task_name: "image.thumb", url: slow.url }]);
    const [done] = await client().tasks.create([hello("Zoe")], { block: true });
    const key = running?.key ?? "";
    await until("it to run", async () => (await client().tasks.status([key]))[0]?.status === "executing");
    const cancelled = await client().tasks.cancel([key, done?.key ?? "", "UNKNOWN"]);
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
    expect(await client().tasks.cancel([key])).toEqual([cancelled[0]]);
    expect(await client().tasks.status([key], { block: true })).toEqual([cancelled[0]]);
  });

  test("is told to whoever watches the account, as every change is", async () => {
    const watching = new AbortController();
    const seen: WireTaskStatus[] = [];
    const watched = (async () => {
      for await (const status of client().tasks.changes(watching.signal)) seen.push(status);
    })().catch(() => {});
    const slow = slowPicture("watched");
    const created = await until("the line to be open", async () => {
      await client().tasks.create([hello("first")], { block: true });
      return seen.length > 0 && (await client().tasks.create([{ task_name: "image.info", url: slow.url }]));
    });
    await client().tasks.cancel([created[0]?.key ?? ""]);
    await until("the change to be told", () =>
      seen.some((status) => status.key === created[0]?.key && status.error === "the task was cancelled"),
    );
    expect(seen.at(-1)).toMatchObject({ task_name: "image.info", parameters: { url: slow.url } });
    slow.release();
    watching.abort();
    await watched;
  });
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

describe("storage", () => {
  const thumb = (store?: object) =>
    engine.resultOf({ task_name: "image.thumb", url: picture, ...(store && { task_store: store }) });
  const pathOf = (output: unknown) => String(output).split("/storage/")[1] ?? "";

  test("lists a directory a task, the files in it, and all of them at once", async () => {
    await client().storage.delete({});
    const [one, two] = [pathOf((await thumb()).output), pathOf((await thumb()).output)];
    const [key = "", name = ""] = one.split("/");
    const root = await client().storage.list();
    expect(root).toEqual({
      files: [],
      directories: [`${key}/`, `${two.split("/")[0]}/`].sort(),
      usage: 0,
    });
    const inside = await client().storage.list(`${key}/`);
    expect(inside).toEqual({
      files: [{ name, size: expect.any(Number), last_modified: expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/) }],
      directories: [],
      usage: inside.files[0]?.size,
    });
    const everything = await client().storage.list("", { recursive: true });
    expect(everything.files.map((file) => file.name)).toEqual([one, two].sort());
    expect(everything.usage).toBe(everything.files.reduce((sum, file) => sum + file.size, 0));
    expect((await engine.bytesOf(engine.url(`/storage/${one}`))).length).toBe(inside.files[0]?.size);
    expect((await fetch(engine.url("/v2/storage/files"))).status).toBe(401);
  });

  test("deletes by path, address, date and age, the dry run first, and tells what is left", async () => {
    await client().storage.delete({});
    const old = (await thumb()).output;
    nowMs += 5 * dayMs;
    const [young, youngest] = [(await thumb()).output, (await thumb()).output];
    const names = async () =>
      (await client().storage.list("", { recursive: true })).files.map(({ name }) => name);
    const { usage } = await client().storage.list("", { recursive: true });

    const dry = await client().storage.delete({ maxAgeDays: 3 }, { dryRun: true });
    expect(dry).toMatchObject({ deleted: [pathOf(old)], usage: usage - dry.freed });
    expect(await names()).toHaveLength(3);
    for (const [selection, expected] of [
      [{ from: new Date(nowMs - dayMs) }, [pathOf(young), pathOf(youngest)].sort()],
      [{ to: new Date(nowMs - dayMs) }, [pathOf(old)]],
      [{ from: new Date(nowMs - 6 * dayMs), to: new Date(nowMs - 4 * dayMs) }, [pathOf(old)]],
      [{ path: pathOf(young) }, [pathOf(young)]],
      [{ path: `${pathOf(young).split("/")[0]}` }, [pathOf(young)]],
      [{ path: "NOTHING/" }, []],
      // With addresses nothing else counts.
      [{ urls: [String(old), "https://elsewhere.example/x"], path: "NOTHING", maxAgeDays: 0 }, [pathOf(old)]],
      [{}, [pathOf(old), pathOf(young), pathOf(youngest)].sort()],
    ] as const) {
      expect((await client().storage.delete(selection, { dryRun: true })).deleted).toEqual(expected);
    }

    const done = await client().storage.delete({ maxAgeDays: 3 });
    expect(done).toEqual(dry);
    expect(await client().storage.delete({ maxAgeDays: 3 })).toMatchObject({ deleted: [], freed: 0 });
    expect((await fetch(String(old))).status).toBe(404);
    expect(await names()).toHaveLength(2);
    await client().storage.delete({ urls: [String(young)] });
    expect(await names()).toEqual([pathOf(youngest)]);
  });

  test.each([
    [{ from: "yesterday" }, "from"],
    [{ to: 5 }, "to"],
    [{ max_age: "3" }, "max_age"],
    [{ max_age: -1 }, "max_age"],
    [{ urls: "https://x.example/" }, "urls"],
  ])("refuses %j as a selection", async (body, name) => {
    const options = { method: "DELETE", headers: engine.headers, body: JSON.stringify(body) };
    const answer = await fetch(engine.url("/v2/storage/files/"), options);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ status: "error", errors: [{ name, location: "body" }] });
  });

  test("takes dates without a zone for UTC", async () => {
    await client().storage.delete({});
    const { output } = await thumb();
    const local = new Date(nowMs + 1000).toISOString().replace("Z", "");
    const body = JSON.stringify({ to: local, dry_run: true });
    const answer = await fetch(engine.url("/v2/storage/files"), {
      method: "DELETE",
      headers: engine.headers,
      body,
    });
    expect(await answer.json()).toMatchObject({ deleted: [pathOf(output)] });
  });

  test("keeps persistent files for as long as the account says, and volatile ones for a week, unlisted", async () => {
    await client().storage.delete({});
    const kept = (await thumb()).output;
    const volatile = (await thumb({ type: "volatile" })).output;
    expect((await client().storage.list("", { recursive: true })).files).toHaveLength(1);
    expect(await client().storage.expiration()).toBe(0);
    nowMs += 8 * dayMs;
    await client().storage.setExpiration(30);
    expect(await client().storage.expiration()).toBe(30);
    expect([(await fetch(String(kept))).status, (await fetch(String(volatile))).status]).toEqual([200, 404]);
    await client().storage.setExpiration(7);
    expect((await fetch(String(kept))).status).toBe(404);
    expect((await client().storage.list()).directories).toEqual([]);
    await client().storage.setExpiration(0);
    for (const days of [-1, 1.5, "7", null]) {
      expect((await engine.post("/v2/storage/expiration", { days })).status).toBe(400);
    }
  });

  test("sends the file to a signed address, and tells where it is", async () => {
    let received: { method: string | undefined; type: string | undefined; body: Buffer } | undefined;
    const signed = engine.serve("bucket/file.png?signature=1", (req, res) => {
      const chunks: Buffer[] = [];
      req.on("data", (chunk: Buffer) => chunks.push(chunk));
      req.on("end", () => {
        received = { method: req.method, type: req.headers["content-type"], body: Buffer.concat(chunks) };
        res.writeHead(200).end();
      });
    });
    const result = await engine.resultOf({
      task_name: "image.thumb",
      url: picture,
      format: "png",
      task_store: { type: "s3_signed", url: signed },
    });
    expect(result.output).toBe(signed.replace("?signature=1", ""));
    expect(received).toMatchObject({ method: "PUT", type: "image/png" });
    expect(received?.body.subarray(1, 4).toString()).toBe("PNG");
  });

  test.each([403, 503])("says so when the signed address answers %i", async (status) => {
    const url = engine.serve("closed", (req, res) =>
      req.resume().on("end", () => void res.writeHead(status).end()),
    );
    const task = { task_name: "image.thumb", url: picture, task_store: { type: "s3_signed", url } };
    expect(await engine.runOne(task)).toMatchObject({
      status: "error",
      error: { parameters: { "task_store.url": [`the signed address answered ${status}`] } },
    });
  });

  test("serves files with ranges, as what they are and nothing that runs", async () => {
    const { output } = await thumb();
    const answer = await fetch(String(output), { headers: { range: "bytes=0-1" } });
    expect(answer.status).toBe(206);
    expect(answer.headers.get("content-type")).toBe("image/jpeg");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    expect(answer.headers.get("content-security-policy")).toContain("sandbox");
    for (const path of ["/storage/", "/storage/x/y", "/storage/%2e%2e/%2e%2e/credentials.json"]) {
      expect((await fetch(engine.url(path))).status).toBe(404);
    }
  });
});

describe("the kinds (our own)", () => {
  test("are told as JSON for forms and as a page for people", async () => {
    const { kinds, stores } = await client().tasks.kinds();
    const names = kinds.map(({ name }) => name);
    expect(names).toContain("video.thumb");
    expect(Object.keys(stores)).toEqual(["persistent", "volatile", "s3_signed", "youtube"]);
    const page = await fetch(engine.url("/v2/reelyard/documentation"));
    expect(page.headers.get("content-type")).toContain("text/html");
    const text = await page.text();
    for (const name of names) expect(text).toContain(`id="${name}"`);
  });

  test("are in the account's list, newest first, page by page", async () => {
    await client().tasks.create([hello("1"), hello("2"), hello("3")], { block: true });
    const page = await client().tasks.list({ limit: 2 });
    const next = await client().tasks.list({ limit: 1, before: page.next ?? 0 });
    expect([...page.tasks, ...next.tasks].map((task) => task.result)).toEqual([
      "Hello 3",
      "Hello 2",
      "Hello 1",
    ]);
    expect((await client().tasks.list({ status: "queued" })).tasks).toEqual([]);
    expect((await fetch(engine.url("/v2/reelyard/tasks?limit=0"), { headers: engine.headers })).status).toBe(
      400,
    );
    expect((await fetch(engine.url("/v2/reelyard/tasks"))).status).toBe(401);
  });
});

test("definitions are checked without being made, each by what it would fail with", async () => {
  const before = await client().tasks.list();
  const checks = await client().tasks.check([
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
  expect(await client().tasks.list()).toEqual(before);
  expect((await fetch(engine.url("/v2/reelyard/check"), { method: "POST", body: "{}" })).status).toBe(401);
});

describe("a file that no server serves", () => {
  const bytes = Buffer.from("GIF89a");
  const put = (address: string, body: BodyInit = bytes) =>
    fetch(address, { method: "PUT", body, headers: { "content-type": "image/gif" } });

  test("is sent by whoever has its address, once, and read by tasks for a week", async () => {
    const place = await client().tasks.openInput("my picture.gif");
    expect((await fetch(place.url)).status).toBe(404);
    expect((await put(place.upload_url)).status).toBe(201);
    const read = await fetch(place.url);
    expect(Buffer.from(await read.arrayBuffer())).toEqual(bytes);
    expect(read.headers.get("content-type")).toBe("image/gif");
    expect((await put(place.upload_url)).status).toBe(409);
    // Like volatile files: in no listing, and swept with them.
    expect(
      (await client().storage.list("", { recursive: true })).files.map(({ name }) => name),
    ).not.toContain(expect.stringContaining("my picture.gif"));
  });

  test("goes nowhere else, not under another name, and not without a secret", async () => {
    const place = await client().tasks.openInput("a.gif");
    expect((await put(place.url)).status).toBe(403);
    expect((await put(place.upload_url.replace("a.gif", "b.gif"))).status).toBe(403);
    expect((await put(place.upload_url.replace(/until=\d+/, "until=99999999999999"))).status).toBe(403);
    for (const name of ["", "..", "a/b", "a\\b", "x".repeat(201), 7]) {
      expect((await engine.post("/v2/reelyard/inputs", { name })).status, String(name)).toBe(400);
    }
    const keyed = { method: "POST", headers: { referer: "http://localhost/" } };
    const body = JSON.stringify({ name: "a.gif", api_key: engine.credentials.stupeflix.apiKey });
    expect((await fetch(engine.url("/v2/reelyard/inputs"), { ...keyed, body })).status).toBe(401);
    const preflight = await fetch(place.upload_url, {
      method: "OPTIONS",
      headers: { origin: "https://x.example", "access-control-request-method": "PUT" },
    });
    expect(preflight.headers.get("access-control-allow-methods")).toBe("PUT");
  });
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

test("a call with a thousand tasks answers in their order, and one more is refused", async () => {
  const names = Array.from({ length: 1_000 }, (_unused, index) => `${index}`);
  const answer = await engine.post("/v2/create", { tasks: names.map(hello), block: true });
  const results = wireTaskStatuses.parse(await answer.json()).map(({ result }) => result);
  expect(results).toEqual(names.map((name) => `Hello ${name}`));
  expect((await engine.post("/v2/create", { tasks: [...names, "more"].map(hello) })).status).toBe(400);
}, 60_000);
