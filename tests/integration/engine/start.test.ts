import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { DataLockedError } from "#lib/data-lock.ts";
import { CredentialsError } from "#lib/engine/accounts.ts";
import { defaultLimits, type EngineConfig } from "#lib/engine/config.ts";
import { ToolchainError } from "#lib/engine/media/toolchain.ts";
import { ListenError } from "#lib/engine/server.ts";
import { startEngine } from "#lib/engine/start.ts";
import { createLog } from "#lib/log.ts";
import { migrationFolders, placeEmptyDatabase } from "#tests/support/database-template.ts";
import { findFreePorts } from "#tests/support/ports.ts";

let dataDir: string;
const log = createLog("test-engine");
log.level = "silent";

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "reelyard-start-"));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

/** Spares a start its seconds of making a database, where the test is about something else. */
const placeDatabase = () => placeEmptyDatabase(path.join(dataDir, "engine", "db"), migrationFolders.engine);

const config = (changes: Partial<EngineConfig> = {}): EngineConfig => ({
  host: "127.0.0.1",
  port: 0,
  dataDir: path.join(dataDir, "engine"),
  allowPrivateUrls: [],
  limits: defaultLimits,
  ...changes,
});
const credentialsPath = () => path.join(dataDir, "engine", "credentials.json");

test("the first start makes keys that only this user may read, and later starts keep them", async () => {
  const first = await startEngine(config(), { log });
  const made = first.credentials;
  await first.close();
  expect((await stat(credentialsPath())).mode & 0o777).toBe(0o600);
  expect(made.ziggeo.applicationToken).toMatch(/^[0-9a-f]{32}$/);
  expect(made.telestream.factoryId).toMatch(/^[0-9a-f]{32}$/);
  expect(new Set([made.ziggeo.privateKey, made.stupeflix.secret, made.apivideo.apiKey]).size).toBe(3);

  const port = await findFreePorts(5);
  const second = await startEngine(config({ port }), { log });
  expect(second.ports).toEqual({
    admin: port,
    ziggeo: port + 1,
    telestream: port + 2,
    stupeflix: port + 3,
    apivideo: port + 4,
  });
  // The addresses follow the ports, the keys do not.
  expect(second.credentials).toEqual({
    ziggeo: { ...made.ziggeo, baseUrl: `http://127.0.0.1:${port + 1}` },
    telestream: { ...made.telestream, baseUrl: `http://127.0.0.1:${port + 2}` },
    stupeflix: { ...made.stupeflix, baseUrl: `http://127.0.0.1:${port + 3}` },
    apivideo: { ...made.apivideo, baseUrl: `http://127.0.0.1:${port + 4}` },
  });
  expect(JSON.parse(await readFile(credentialsPath(), "utf8"))).toEqual(second.credentials);

  const health = await (await fetch(`http://127.0.0.1:${port}/health`)).json();
  expect(health).toMatchObject({
    status: "ok",
    checks: { database: { ok: true }, storage: { ok: true }, ffmpeg: { ok: true } },
  });
  const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  expect(metrics).toContain('reelyard_engine_jobs{lane="encode",state="waiting"} 0');
  // I7: neither says a key.
  const said = JSON.stringify(health) + metrics;
  for (const { baseUrl: _address, ...keys } of Object.values(made)) {
    for (const key of Object.values(keys)) expect(said).not.toContain(key);
  }
  await second.close();
});

test("a data directory in use is refused, and whoever uses it is not disturbed", async () => {
  await placeDatabase();
  const first = await startEngine(config(), { log });
  await expect(startEngine(config(), { log })).rejects.toThrow(DataLockedError);
  expect((await fetch(`http://127.0.0.1:${first.ports.admin}/health`)).status).toBe(200);
  await first.close();
});

test("a taken port is told by number, and everything opened so far is closed again", async () => {
  await placeDatabase();
  const port = await findFreePorts(5);
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(port + 3, "127.0.0.1", resolve));
  await expect(startEngine(config({ port }), { log })).rejects.toThrow(
    new ListenError(
      `Port ${port + 3} on 127.0.0.1 for the engine's stupeflix is already in use. Set ENGINE_PORT or HOST.`,
    ),
  );
  await new Promise((resolve) => other.close(resolve));
  const started = await startEngine(config({ port }), { log });
  await started.close();
});

test("a credentials file that is not one is refused without quoting it, and kept", async () => {
  await placeDatabase();
  const first = await startEngine(config(), { log });
  await first.close();
  await writeFile(credentialsPath(), '{"ziggeo":{"privateKey":"hunter2hunter2hunter2"}}');
  const refused = startEngine(config(), { log });
  await expect(refused).rejects.toThrow(CredentialsError);
  await expect(refused).rejects.not.toThrow(/hunter2/);
  expect(await readFile(credentialsPath(), "utf8")).toContain("hunter2");
});

test("an ffmpeg that is none is told by the name of its variable", async () => {
  await placeDatabase();
  await expect(startEngine(config({ ffmpegPath: "/nowhere/ffmpeg" }), { log })).rejects.toThrow(
    new ToolchainError("FFMPEG_PATH is /nowhere/ffmpeg, which does not run as ffmpeg."),
  );
  const fake = path.join(dataDir, "ffmpeg");
  await writeFile(fake, "#!/bin/sh\necho 'ffmpeg version 0.1'\n");
  await chmod(fake, 0o755);
  await expect(startEngine(config({ ffmpegPath: fake }), { log })).rejects.toThrow(
    /lacks encoder libx264, encoder aac, encoder mjpeg, the HLS muxer/,
  );
});

test("a body that nobody asked for on the health port, a long address and many headers are refused in kind", async () => {
  await placeDatabase();
  const { ports, close } = await startEngine(config(), { log });
  const base = `http://127.0.0.1:${ports.admin}`;
  expect((await fetch(`${base}/nothing`)).status).toBe(404);
  expect((await fetch(`${base}/health?${"x".repeat(100_000)}`)).status).toBe(431);
  await close();
});
