import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTaskEngine, type TaskEngine } from "#tests/support/task-engine.ts";
import { servePicture, tasksClient } from "#tests/support/task-fixtures.ts";
import { until } from "#tests/support/until.ts";

const dayMs = 24 * 3600_000;
let engine: TaskEngine;
let nowMs = Date.now();
let picture: string;

beforeAll(async () => {
  engine = await startTaskEngine({ clock: { now: () => new Date(nowMs) } });
  picture = await servePicture(engine);
});
afterAll(() => engine.close());

describe("storage", () => {
  const thumb = (store?: object) =>
    engine.resultOf({ task_name: "image.thumb", url: picture, ...(store && { task_store: store }) });
  const pathOf = (output: unknown) => String(output).split("/storage/")[1] ?? "";

  test("lists a directory a task, the files in it, and all of them at once", async () => {
    await tasksClient(engine).storage.delete({});
    const [one, two] = [pathOf((await thumb()).output), pathOf((await thumb()).output)];
    const [key = "", name = ""] = one.split("/");
    const root = await tasksClient(engine).storage.list();
    expect(root).toEqual({
      files: [],
      directories: [`${key}/`, `${two.split("/")[0]}/`].sort(),
      usage: 0,
    });
    const inside = await tasksClient(engine).storage.list(`${key}/`);
    expect(inside).toEqual({
      files: [{ name, size: expect.any(Number), last_modified: expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/) }],
      directories: [],
      usage: inside.files[0]?.size,
    });
    const everything = await tasksClient(engine).storage.list("", { recursive: true });
    expect(everything.files.map((file) => file.name)).toEqual([one, two].sort());
    expect(everything.usage).toBe(everything.files.reduce((sum, file) => sum + file.size, 0));
    expect((await engine.bytesOf(engine.url(`/storage/${one}`))).length).toBe(inside.files[0]?.size);
    expect((await fetch(engine.url("/v2/storage/files"))).status).toBe(401);
  });

  test("deletes by path, address, date and age, the dry run first, and tells what is left", async () => {
    await tasksClient(engine).storage.delete({});
    const old = (await thumb()).output;
    nowMs += 5 * dayMs;
    const [young, youngest] = [(await thumb()).output, (await thumb()).output];
    const names = async () =>
      (await tasksClient(engine).storage.list("", { recursive: true })).files.map(({ name }) => name);
    const { usage } = await tasksClient(engine).storage.list("", { recursive: true });

    const dry = await tasksClient(engine).storage.delete({ maxAgeDays: 3 }, { dryRun: true });
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
      expect((await tasksClient(engine).storage.delete(selection, { dryRun: true })).deleted).toEqual(
        expected,
      );
    }

    const done = await tasksClient(engine).storage.delete({ maxAgeDays: 3 });
    expect(done).toEqual(dry);
    expect(await tasksClient(engine).storage.delete({ maxAgeDays: 3 })).toMatchObject({
      deleted: [],
      freed: 0,
    });
    expect((await fetch(String(old))).status).toBe(404);
    expect(await names()).toHaveLength(2);
    await tasksClient(engine).storage.delete({ urls: [String(young)] });
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
    await tasksClient(engine).storage.delete({});
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
    await tasksClient(engine).storage.delete({});
    const kept = (await thumb()).output;
    const volatile = (await thumb({ type: "volatile" })).output;
    expect((await tasksClient(engine).storage.list("", { recursive: true })).files).toHaveLength(1);
    expect(await tasksClient(engine).storage.expiration()).toBe(0);
    nowMs += 8 * dayMs;
    await tasksClient(engine).storage.setExpiration(30);
    expect(await tasksClient(engine).storage.expiration()).toBe(30);
    expect([(await fetch(String(kept))).status, (await fetch(String(volatile))).status]).toEqual([200, 404]);
    await tasksClient(engine).storage.setExpiration(7);
    expect((await fetch(String(kept))).status).toBe(404);
    expect((await tasksClient(engine).storage.list()).directories).toEqual([]);
    await tasksClient(engine).storage.setExpiration(0);
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

describe("a file that no server serves", () => {
  const bytes = Buffer.from("GIF89a");
  const put = (address: string, body: BodyInit = bytes) =>
    fetch(address, { method: "PUT", body, headers: { "content-type": "image/gif" } });

  test("is sent by whoever has its address, once, and read by tasks for a week", async () => {
    const place = await tasksClient(engine).tasks.openInput("my picture.gif");
    expect((await fetch(place.url)).status).toBe(404);
    expect((await put(place.upload_url)).status).toBe(201);
    const read = await fetch(place.url);
    expect(Buffer.from(await read.arrayBuffer())).toEqual(bytes);
    expect(read.headers.get("content-type")).toBe("image/gif");
    expect((await put(place.upload_url)).status).toBe(409);
    // Like volatile files: in no listing, and swept with them.
    expect(
      (await tasksClient(engine).storage.list("", { recursive: true })).files.map(({ name }) => name),
    ).not.toContain(expect.stringContaining("my picture.gif"));
  });

  test("that breaks off goes on where it was, past a sender that hangs", async () => {
    const place = await tasksClient(engine).tasks.openInput("long.gif");
    const whole = Buffer.concat([bytes, Buffer.alloc(400_000, 7)]);
    const rest = (from: number) =>
      fetch(place.upload_url, {
        method: "PUT",
        body: whole.subarray(from),
        headers: {
          "content-type": "image/gif",
          "content-range": `bytes ${from}-${whole.length - 1}/${whole.length}`,
        },
      });
    const here = async () => {
      const { headers } = await fetch(place.upload_url, { method: "HEAD" });
      return [Number(headers.get("upload-offset")), headers.get("upload-complete")];
    };
    const hanging = request(place.upload_url, { method: "PUT", headers: { "content-length": whole.length } });
    hanging.on("error", () => {});
    hanging.write(whole.subarray(0, 150_000));
    await until("the first part to be there", async () => (await here())[0] === 150_000);
    expect((await rest(100_000)).status).toBe(409);
    expect(await here()).toEqual([150_000, "?0"]);
    expect((await rest(150_000)).status).toBe(201);
    expect(await here()).toEqual([whole.length, "?1"]);
    expect(await engine.bytesOf(place.url)).toEqual(whole);
    hanging.destroy();
  });

  test("goes nowhere else, not under another name, and not without a secret", async () => {
    const place = await tasksClient(engine).tasks.openInput("a.gif");
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
