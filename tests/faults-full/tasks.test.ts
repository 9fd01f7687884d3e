import { copyFile, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { reverseVideo } from "#lib/engine/media/reverse/reverse-video.ts";
import { findToolchain } from "#lib/engine/media/toolchain.ts";
import { type WireTaskStatus, wireTaskStatuses } from "#lib/providers/stupeflix/wire.ts";
import { peakMemoryOf } from "#tests/support/bench/tree-memory.ts";
import { clip } from "#tests/support/clips.ts";
import { type Fault, type FaultServer, raw, startFaultServer } from "#tests/support/fault-server.ts";
import { filmLimits, synthesise } from "#tests/support/film.ts";
import { findFreePorts } from "#tests/support/ports.ts";
import { createTestDatabase, type TestDatabase, testServerUrl } from "#tests/support/postgres.ts";
import { startProcess, type TestProcess } from "#tests/support/processes.ts";
import { until } from "#tests/support/until.ts";

let home: string;
let outside: FaultServer;
let database: TestDatabase;

beforeAll(async () => {
  if (!testServerUrl) throw new Error("TEST_DATABASE_URL is not set: run it through `npm run test:faults`.");
  home = await mkdtemp(path.join(tmpdir(), "reelyard-two-"));
  outside = await startFaultServer();
  database = await createTestDatabase(testServerUrl);
});
afterAll(async () => {
  await outside.close();
  await database.drop();
  await rm(home, { recursive: true, force: true });
});

interface EngineProcess extends TestProcess {
  readonly baseUrl: string;
  readonly secret: string;
}

async function startEngine(name: string): Promise<EngineProcess> {
  const dataDir = path.join(home, name);
  const port = await findFreePorts(7);
  const engine = await startProcess("engine", {
    dataDir,
    port,
    enginePort: port + 1,
    env: {
      ENGINE_DATABASE_URL: database.url,
      REELYARD_ALLOW_PRIVATE_URLS: `127.0.0.1:${outside.port}`,
      LOG_LEVEL: "info",
    },
  });
  const shape = z.object({ stupeflix: z.object({ baseUrl: z.string(), secret: z.string() }) });
  const file = await readFile(path.join(dataDir, "engine/credentials.json"), "utf8");
  return { ...engine, ...shape.parse(JSON.parse(file)).stupeflix };
}

const hasEnded = ({ status }: WireTaskStatus) => status === "success" || status === "error";

async function statusOf({ baseUrl }: EngineProcess, keys: readonly string[]): Promise<WireTaskStatus[]> {
  const answer = await fetch(`${baseUrl}/v2/status`, {
    method: "POST",
    body: JSON.stringify({ tasks: keys }),
  });
  return wireTaskStatuses.parse(await answer.json());
}

test("fault 24: of two engines on one Postgres one is stopped past its lease, the other does its tasks, and what the first still writes is refused", async () => {
  const bytes = await readFile(await clip("plain"));
  const [first, second] = [await startEngine("first"), await startEngine("second")];
  // The first engine's inputs hang; whoever asks again is answered.
  const held: ServerResponse[] = [];
  const hold: Fault = (_req, res) => void held.push(res);
  outside.script(...Array.from({ length: 8 }, () => hold), raw(200, bytes));
  const answer = await fetch(`${first.baseUrl}/v2/create`, {
    method: "POST",
    headers: { authorization: `Secret ${first.secret}` },
    body: JSON.stringify({
      tasks: Array.from({ length: 8 }, (_unused, index) => ({
        task_name: "video.info",
        url: `${outside.baseUrl}/${index}.mp4`,
      })),
    }),
  });
  const keys = wireTaskStatuses.parse(await answer.json()).flatMap(({ key }) => key ?? []);
  await until("all of them to be fetched", async () => outside.requests.length >= 8);
  process.kill(first.pid, "SIGSTOP");
  const ended = await until(
    "the other engine to take over and end them",
    async () => {
      const statuses = await statusOf(second, keys);
      return statuses.every(hasEnded) && statuses;
    },
    { withinMs: 90_000 },
  );
  expect(ended.map(({ status }) => status)).toEqual(keys.map(() => "success"));

  // The first one comes back with all of them in its hands: its sources break off, and it would say so.
  process.kill(first.pid, "SIGCONT");
  for (const response of held) response.destroy();
  await until("the first engine to answer", async () => (await statusOf(first, keys)).every(hasEnded));
  expect(await first.stop()).toBe(0);
  expect(await statusOf(second, keys)).toEqual(ended);
  expect(await second.stop()).toBe(0);
}, 240_000);

test("fault 31: ten minutes of 1080p are turned round in 512 MB", async () => {
  const cwd = path.join(home, "reverse");
  await mkdir(cwd);
  const long = path.join(home, "long.mp4");
  // Five frames a second: as large and in as many groups as thirty, in a sixth of the time.
  const once = path.join(home, "once.mp4");
  const source = ["-f", "lavfi", "-i", "testsrc2=size=1920x1080:rate=5:duration=30", "-pix_fmt", "yuv420p"];
  await synthesise(once, [...source, "-c:v", "libx264", "-preset", "ultrafast", "-g", "50"]);
  await synthesise(long, ["-stream_loop", "19", "-i", once, "-c", "copy"]);
  await copyFile(long, path.join(cwd, "source"));
  const toolchain = await findToolchain({});
  const peak = await peakMemoryOf(() =>
    reverseVideo(toolchain, {
      signal: new AbortController().signal,
      limits: { ...filmLimits, wallSeconds: 1_500, cpuSeconds: 3_000 },
      source: { file: "source", formatName: "mp4", filters: [] },
      ...{ size: { width: 1920, height: 1080 }, crf: 23, gop: 250, mostKbps: null, channels: 0 },
      ...{ cwd, output: "output.mp4" },
    }),
  );
  expect(peak).toBeLessThan(512 * 1024 * 1024);
}, 1_800_000);
