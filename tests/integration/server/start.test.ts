import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { acquireDataLock } from "#lib/data-lock.ts";
import { openPostgres } from "#lib/postgres/open-postgres.ts";
import { loadKeyring } from "#lib/secrets/keyring.ts";
import { masterKeyFromText } from "#lib/secrets/master-key.ts";
import { nodeImports } from "#scripts/start/node-imports.mjs";
import { migrationFolders, placeEmptyDatabase } from "#tests/support/database-template.ts";
import { findFreePorts } from "#tests/support/ports.ts";
import { compiled } from "#tests/support/processes.ts";
import { until } from "#tests/support/until.ts";

let dataDir: string;
let port: number;
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), "reelyard-start-"));
  port = await findFreePorts(1);
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

/** Runs the dashboard's process to its end, which must be a refusal: exit code and what it said on stderr. */
async function refusedStart(env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [...nodeImports, "lib/server/main.ts"], {
    env: {
      ...compiled,
      NODE_ENV: "production",
      PATH: process.env.PATH,
      PORT: String(port),
      ENGINE_PORT: "4100",
      REELYARD_DATA: dataDir,
      ...env,
    },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const said: Buffer[] = [];
  child.stderr.on("data", (chunk: Buffer) => said.push(chunk));
  const [code] = await once(child, "close");
  return { code, line: Buffer.concat(said).toString() };
}

async function openDashboardDatabase() {
  const directory = path.join(dataDir, "dashboard", "db");
  const migrationsFolder = migrationFolders.dashboard;
  await placeEmptyDatabase(directory, migrationsFolder);
  return openPostgres({ directory, migrationsFolder });
}

test("a second dashboard on the same data is refused by the lock, and the first keeps it", async () => {
  const lock = await acquireDataLock(path.join(dataDir, "dashboard"));
  const { code, line } = await refusedStart();
  expect(code).toBe(1);
  expect(line).toBe(
    `The data directory ${path.join(dataDir, "dashboard")} is in use by process ${process.pid}. Stop it first, or set REELYARD_DATA.\n`,
  );
  expect(await readdir(path.join(dataDir, "dashboard"))).not.toContain("db");
  await lock.release();
});

test("a taken port is told before anything on disk is touched", async () => {
  const other = net.createServer().listen(port, "127.0.0.1");
  await once(other, "listening");
  const { code, line } = await refusedStart();
  other.close();
  expect([code, line]).toEqual([
    1,
    `Port ${port} is taken. Stop what uses it, or set PORT to another one.\n`,
  ]);
  expect(await readdir(dataDir)).toEqual([]);
});

test("a wrong environment is told by the variable's name", async () => {
  const { code, line } = await refusedStart({ PORT: "99999" });
  expect(code).toBe(1);
  expect(line).toMatch(/^PORT: .*\n$/);
});

test("a data directory that is a file is told as what cannot be written", async () => {
  await writeFile(path.join(dataDir, "file"), "");
  const { code, line } = await refusedStart({ REELYARD_DATA: path.join(dataDir, "file") });
  expect(code).toBe(1);
  expect(line).toMatch(/^.*\/file cannot be written .*\n$/);
});

test("another secret key than the one the keys were made with opens nothing and damages nothing", async () => {
  const right = "the right key, of 32 characters and more";
  const before = await openDashboardDatabase();
  await loadKeyring(before.db, masterKeyFromText(right));
  await before.close();
  const { code, line } = await refusedStart({
    REELYARD_SECRET_KEY: "a wrong key, of 32 characters and more!",
  });
  expect(code).toBe(1);
  expect(line).toMatch(/^The secret key does not open this database's keys.*\n$/);
  const after = await openDashboardDatabase();
  await expect(loadKeyring(after.db, masterKeyFromText(right))).resolves.toBeDefined();
  await after.close();
});

test("a database that a newer Reelyard migrated is left alone", async () => {
  await mkdir(path.join(dataDir, "dashboard"), { recursive: true });
  const database = await openDashboardDatabase();
  await database.query("INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ('newer', $1)", [
    Date.UTC(2100, 0),
  ]);
  await database.close();
  const { code, line } = await refusedStart();
  expect(code).toBe(1);
  expect(line).toMatch(/^The database was last used by a newer Reelyard\. .*\n$/);
});

test("asked to stop while it starts, the dashboard ends with 0 and leaves no lock", async () => {
  await placeEmptyDatabase(path.join(dataDir, "dashboard", "db"), migrationFolders.dashboard);
  const child = spawn(process.execPath, [...nodeImports, "lib/server/main.ts"], {
    env: {
      ...compiled,
      NODE_ENV: "production",
      PATH: process.env.PATH,
      PORT: String(port),
      REELYARD_DATA: dataDir,
    },
    stdio: "ignore",
  });
  await until("it to have begun", async () =>
    (await readdir(path.join(dataDir, "dashboard"))).includes("lock.pid"),
  );
  child.kill("SIGTERM");
  const [code] = await once(child, "close");
  expect(code).toBe(0);
  expect(await readdir(path.join(dataDir, "dashboard"))).not.toContain("lock.pid");
});
