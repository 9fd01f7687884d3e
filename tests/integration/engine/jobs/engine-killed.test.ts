import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { nodeImports } from "#scripts/start/node-imports.mjs";
import { clip } from "#tests/support/clips.ts";
import { placeEmptyDatabases } from "#tests/support/database-template.ts";
import { startTestEngine } from "#tests/support/engine.ts";
import { finishedRenditions, importFile } from "#tests/support/import-clip.ts";
import { decodeAll } from "#tests/support/media-check.ts";
import { findProcessesIn, findSpawnersOf } from "#tests/support/orphans.ts";
import { findFreePorts } from "#tests/support/ports.ts";
import { compiled } from "#tests/support/processes.ts";
import { hlsMaster, hlsVariant, newRendition } from "#tests/support/transcode-settings.ts";
import { until } from "#tests/support/until.ts";

let dataDir: string;
let process9: ChildProcess | undefined;

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "reelyard-kill-"));
});

afterEach(async () => {
  process9?.kill("SIGKILL");
  await rm(dataDir, { recursive: true, force: true });
});

const workDirectory = () => path.join(dataDir, "engine", "work");

/** Of an engine that has to start first, which on a machine with ten things to do takes a minute. */
const untilEncoderRuns = () =>
  until(
    "ffmpeg to run",
    async () => (await findProcessesIn(workDirectory())).some((one) => one.command.includes("-progress")),
    { withinMs: 150_000 },
  );

const hasEnded = async (spawner: number | undefined) =>
  !(await findProcessesIn(path.join("spawner", "main.ts"))).some(({ pid }) => pid === spawner);

/** The engine as `npm start` runs it. */
async function spawnEngine(): Promise<ChildProcess> {
  const child = spawn(process.execPath, [...nodeImports, "lib/engine/main.ts"], {
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      ...compiled,
      PATH: process.env.PATH,
      NODE_ENV: "production",
      REELYARD_DATA: dataDir,
      ENGINE_PORT: String(await findFreePorts(5)),
    },
  });
  process9 = child;
  return child;
}

test("killed in the middle of an encode three times, the engine finishes it once, whole, and leaves nothing behind", {
  timeout: 600_000,
}, async () => {
  const idle = await startTestEngine({ dataDir, limits: { encodeParallelism: 0 } });
  const asset = await importFile(idle, await clip("tenSeconds"), [
    newRendition("heavy", { width: 854, height: 480, videoBitrateKbps: 2000 }),
    hlsVariant("hls.480p", 480),
    hlsMaster(),
  ]);
  await idle.stop();

  for (let round = 0; round < 3; round++) {
    const child = await spawnEngine();
    await untilEncoderRuns();
    await until("ffmpeg to have written something", async () => {
      const files = await readdir(workDirectory(), { recursive: true });
      return files.some((file) => /media.*\.(mp4|ts)$/.test(file));
    });
    const [spawner] = await findSpawnersOf(child.pid ?? 0);
    expect(spawner).toBeDefined();
    child.kill("SIGKILL");
    await once(child, "exit");
    await until(
      "its ffmpeg to go with it",
      async () => (await findProcessesIn(workDirectory())).length === 0,
    );
    await until("what has started it to go as well", () => hasEnded(spawner));
  }

  const heir = await startTestEngine({ dataDir });
  try {
    const done = await finishedRenditions(heir, asset.assetId);
    expect(Object.values(done).map((one) => [one.profileName, one.status])).toEqual(
      expect.arrayContaining([
        ["heavy", "success"],
        ["hls.480p", "success"],
        ["hls", "success"],
      ]),
    );
    await decodeAll(heir.engine.storage.pathOf(done.heavy?.files[0]?.key ?? ""));

    // I3: what rows name is there, and what is there is named.
    const shown = await heir.engine.library.findAsset(heir.engine.accounts.telestream, asset.assetId);
    const named = [
      ...Object.values(done).flatMap((one) => one.files.map((file) => file.key)),
      ...[shown?.sourceKey, shown?.posterKey, shown?.filmstrip?.key].filter((key) => typeof key === "string"),
    ];
    const media = path.join(dataDir, "engine", "media");
    const entries = await readdir(media, { recursive: true, withFileTypes: true });
    const stored = entries
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(media, path.join(entry.parentPath, entry.name)));
    expect(stored.sort()).toEqual(named.sort());
    expect(await readdir(workDirectory())).toEqual([]);
  } finally {
    await heir.close();
  }
});

test("asked to stop in the middle of an encode, the engine ends with 0 and takes its ffmpeg along", async () => {
  const idle = await startTestEngine({ dataDir, limits: { encodeParallelism: 0 } });
  await importFile(idle, await clip("tenSeconds"), [newRendition("heavy", { width: 1280, height: 720 })]);
  await idle.stop();
  const child = await spawnEngine();
  await untilEncoderRuns();
  const [spawner] = await findSpawnersOf(child.pid ?? 0);
  expect(spawner).toBeDefined();
  child.kill("SIGTERM");
  const [code] = await once(child, "exit");
  expect(code).toBe(0);
  expect(await findProcessesIn(dataDir)).toEqual([]);
  expect(await hasEnded(spawner)).toBe(true);
});

test("asked to stop while it starts, the engine ends with 0 and leaves no lock", async () => {
  await placeEmptyDatabases(dataDir);
  const child = await spawnEngine();
  await until("it to have begun", async () =>
    (await readdir(path.join(dataDir, "engine"))).includes("lock.pid"),
  );
  child.kill("SIGTERM");
  const [code] = await once(child, "exit");
  expect(code).toBe(0);
  expect(await readdir(path.join(dataDir, "engine"))).not.toContain("lock.pid");
});
