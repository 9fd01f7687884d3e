import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findFreePorts } from "#tests/support/ports.ts";
import { startProcess, type TestProcess } from "#tests/support/processes.ts";
import { readTelestreamCredentials, TelestreamCaller } from "#tests/support/telestream-caller.ts";
import { until } from "#tests/support/until.ts";
import { put } from "#tests/support/upload-client.ts";

const run = promisify(execFile);
/** Connected, or refused: either is fine. */
const settled = (socket: Socket) =>
  new Promise<void>((resolve) => {
    socket.once("connect", resolve).once("close", () => resolve());
  });
let dataDir: string;
let enginePort: number;
let engine: TestProcess;

describe.runIf(process.platform === "linux")("an engine that may open 256 files", () => {
  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), "reelyard-open-files-"));
    const port = await findFreePorts(6);
    enginePort = port + 1;
    engine = await startProcess("engine", { dataDir, port, enginePort, env: { LOG_LEVEL: "error" } });
    await run("prlimit", ["--pid", String(engine.pid), "--nofile=256:256"]);
  });
  afterAll(async () => {
    await engine.kill();
    await rm(dataDir, { recursive: true, force: true });
  });

  const isHealthy = async () =>
    (await fetch(`http://127.0.0.1:${enginePort}/health`, { signal: AbortSignal.timeout(5_000) })).ok;

  test("takes forty uploads, is flooded with 400 connections, and goes on under the same process id", async () => {
    const caller = new TelestreamCaller(await readTelestreamCredentials(dataDir));
    const upload = async () => {
      const bytes = randomBytes(100_000);
      const { location } = await caller.openUpload("movie.mp4", bytes.length + 1, "none");
      const answer = await put(location, { "x-part": 0 }, bytes);
      // One byte is missing: the session waits, as an abandoned one does.
      expect(answer.status).toBe(400);
    };
    for (let turn = 0; turn < 40; turn++) await upload();
    expect(await isHealthy()).toBe(true);

    const flood: Socket[] = [];
    for (let turn = 0; turn < 400; turn++) {
      const socket = connect(enginePort + 2, "127.0.0.1");
      socket.on("error", () => {});
      flood.push(socket);
    }
    await Promise.all(flood.map(settled));
    expect(engine.child.exitCode).toBeNull();
    for (const socket of flood) socket.destroy();

    await until("the engine to answer again", isHealthy);
    await until("an upload to be taken again", async () => {
      await upload();
      return true;
    });
    expect(engine.child.exitCode).toBeNull();
    expect(await engine.stop()).toBe(0);
  });
});
