import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { type WireTaskStatus, wireTaskStatuses } from "#lib/providers/stupeflix/wire.ts";
import { clip } from "#tests/support/clips.ts";
import { type FaultServer, hang, raw, startFaultServer } from "#tests/support/fault-server.ts";
import { ffmpeg } from "#tests/support/pixels.ts";
import { findFreePorts } from "#tests/support/ports.ts";
import { startProcess } from "#tests/support/processes.ts";
import { until } from "#tests/support/until.ts";

let home: string;
let outside: FaultServer;
let bytes: Buffer;

beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), "reelyard-restart-"));
  outside = await startFaultServer();
  bytes = await readFile(await clip("plain"));
});
afterAll(async () => {
  await outside.close();
  await rm(home, { recursive: true, force: true });
});

const credentials = z.object({ stupeflix: z.object({ baseUrl: z.string(), secret: z.string() }) });
const hasEnded = ({ status }: WireTaskStatus) => status === "success" || status === "error";

async function startEngineProcess() {
  const port = await findFreePorts(7);
  const engine = await startProcess("engine", {
    dataDir: path.join(home, "data"),
    port,
    enginePort: port + 1,
    env: { REELYARD_ALLOW_PRIVATE_URLS: `127.0.0.1:${outside.port}` },
  });
  const file = await readFile(path.join(home, "data/engine/credentials.json"), "utf8");
  return { ...engine, ...credentials.parse(JSON.parse(file)).stupeflix };
}

async function statusOf(baseUrl: string, keys: readonly string[]): Promise<WireTaskStatus[]> {
  const body = JSON.stringify({ tasks: keys });
  const answer = await fetch(`${baseUrl}/v2/status`, { method: "POST", body });
  return wireTaskStatuses.parse(await answer.json());
}

type EngineProcess = Awaited<ReturnType<typeof startEngineProcess>>;

/** Sends half of a file that a task is to read, and no more. Answers how the rest is sent to the next engine. */
async function sendHalf(first: EngineProcess) {
  const opened = await fetch(`${first.baseUrl}/v2/reelyard/inputs`, {
    method: "POST",
    headers: { authorization: `Secret ${first.secret}` },
    body: JSON.stringify({ name: "dropped.mp4" }),
  });
  const place = z.object({ url: z.string(), upload_url: z.string() }).parse(await opened.json());
  const sent = Math.floor(bytes.length / 2);
  const breaking = request(place.upload_url, { method: "PUT", headers: { "content-length": bytes.length } });
  breaking.on("error", () => {});
  breaking.write(bytes.subarray(0, sent));
  const offsetAt = async (address: string) =>
    Number((await fetch(address, { method: "HEAD" })).headers.get("upload-offset"));
  await until("half of a file to be there", async () => (await offsetAt(place.upload_url)) === sent);
  return async (next: EngineProcess) => {
    // It comes back on another port: an address is the same but for that.
    const there = (address: string) => {
      const { pathname, search } = new URL(address);
      return new URL(pathname + search, next.baseUrl).href;
    };
    expect(await offsetAt(there(place.upload_url))).toBe(sent);
    const headers = { "content-range": `bytes ${sent}-${bytes.length - 1}/${bytes.length}` };
    const rest = { method: "PUT", headers, body: new Uint8Array(bytes.subarray(sent)) };
    expect((await fetch(there(place.upload_url), rest)).status).toBe(201);
    const whole = await fetch(there(place.url));
    expect(Buffer.from(await whole.arrayBuffer()).equals(bytes)).toBe(true);
    expect(await readdir(path.join(home, "data/engine/stupeflix-inputs"))).toEqual([]);
  };
}

test("a hundred tasks outlive kill -9 of the engine: same keys, each ended once, none changed after its end", async () => {
  let engine = await startEngineProcess();
  // The first thirty inputs arrive; then their server hangs, so that the engine dies with work in its hands.
  outside.script(...Array.from({ length: 30 }, () => raw(200, bytes)), hang);
  const tasks = Array.from({ length: 100 }, (_, number) => ({
    task_name: "video.info",
    url: `${outside.baseUrl}/${number}.mp4`,
  }));
  const answer = await fetch(`${engine.baseUrl}/v2/create`, {
    method: "POST",
    headers: { authorization: `Secret ${engine.secret}` },
    body: JSON.stringify({ tasks }),
  });
  const keys = wireTaskStatuses.parse(await answer.json()).flatMap((status) => status.key ?? []);
  expect(new Set(keys).size).toBe(100);

  const before = await until("thirty tasks to end and others to run", async () => {
    const statuses = await statusOf(engine.baseUrl, keys);
    const running = statuses.filter((status) => status.status === "executing");
    return statuses.filter(hasEnded).length === 30 && running.length > 0 && statuses;
  });
  const sendRest = await sendHalf(engine);
  await engine.kill();

  outside.script(raw(200, bytes));
  engine = await startEngineProcess();
  await sendRest(engine);
  const after = await until(
    "every task to end",
    async () => {
      const statuses = await statusOf(engine.baseUrl, keys);
      return statuses.every(hasEnded) && statuses;
    },
    { withinMs: 45_000 },
  );
  expect(after.map((status) => status.status)).toEqual(keys.map(() => "success"));
  expect(after.map((status) => status.key)).toEqual(keys);
  for (const [index, status] of before.entries()) if (hasEnded(status)) expect(after[index]).toEqual(status);
  // Thirty that had ended were not begun again: each of the others was fetched once more.
  expect(outside.requests).toHaveLength(70);
  expect(await engine.stop()).toBe(0);
}, 120_000);

test("files of tasks that outlive kill -9 are each written once: one for each task, none left over", async () => {
  let engine = await startEngineProcess();
  const picture = await ffmpeg([
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
  outside.script(...Array.from({ length: 15 }, () => raw(200, picture)), hang);
  const tasks = Array.from({ length: 40 }, (_, number) => ({
    task_name: "image.thumb",
    url: `${outside.baseUrl}/${number}.png`,
    width: 16,
  }));
  const answer = await fetch(`${engine.baseUrl}/v2/create`, {
    method: "POST",
    headers: { authorization: `Secret ${engine.secret}` },
    body: JSON.stringify({ tasks }),
  });
  const keys = wireTaskStatuses.parse(await answer.json()).flatMap((status) => status.key ?? []);
  // At each death some have ended, some run, and their sources hang or come.
  for (const ended of [15, 25]) {
    await until(`${ended} tasks to end`, async () => {
      const statuses = await statusOf(engine.baseUrl, keys);
      return statuses.filter(hasEnded).length >= ended;
    });
    await engine.kill();
    outside.script(...Array.from({ length: 10 }, () => raw(200, picture)), hang);
    if (ended === 25) outside.script(raw(200, picture));
    engine = await startEngineProcess();
  }
  const after = await until("every task to end", async () => {
    const statuses = await statusOf(engine.baseUrl, keys);
    return statuses.every(hasEnded) && statuses;
  });
  expect(after.map(({ status }) => status)).toEqual(keys.map(() => "success"));
  const outputs = after.map(({ result }) => z.object({ output: z.string() }).parse(result).output);
  for (const output of outputs) expect((await fetch(output)).status).toBe(200);

  const media = path.join(home, "data/engine/media/stupeflix");
  const files = (await readdir(media, { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  );
  const ours = files.filter((file) => keys.some((key) => file.parentPath.includes(key)));
  expect(ours.map(({ name }) => name).sort()).toEqual(
    outputs.map((output) => output.split("/").at(-1)).sort(),
  );
  expect(await readdir(path.join(home, "data/engine/work"))).toEqual([]);
  expect(await engine.stop()).toBe(0);
}, 120_000);
