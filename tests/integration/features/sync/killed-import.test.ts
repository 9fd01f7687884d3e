import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closeDatabase, openDatabase } from "#lib/db/client.ts";
import { loadKeyring } from "#lib/secrets/keyring.ts";
import { nodeImports } from "#scripts/start/node-imports.mjs";
import { addTestConnection } from "#tests/support/add-connection.ts";
import { migrationFolders, placeEmptyDatabase } from "#tests/support/database-template.ts";
import { databaseUrlFor } from "#tests/support/postgres.ts";
import { standInVideos, startZiggeoStandIn, type ZiggeoStandIn } from "#tests/support/ziggeo-stand-in.ts";

/** A few pages more than the kills take. */
const size = 2_500;
const masterKey = randomBytes(32);
let directory: string;
let provider: ZiggeoStandIn;

beforeAll(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), "reelyard-killed-import-"));
  provider = await startZiggeoStandIn();
  provider.videos.push(...standInVideos(size));
});
afterAll(async () => {
  await provider.close();
  await rm(directory, { recursive: true, force: true });
});

async function open() {
  const url = await databaseUrlFor(directory);
  const migrationsFolder = migrationFolders.dashboard;
  if (!url) await placeEmptyDatabase(path.join(directory, "db"), migrationsFolder);
  const postgres = await openDatabase({ url, directory: path.join(directory, "db"), migrationsFolder });
  await loadKeyring(postgres.db, masterKey);
  return postgres;
}

/** Imports in a process of its own; killed without warning in the middle of its page number `killAtPage`. */
async function importOnce(
  connectionId: string,
  killAtPage: number,
): Promise<{ said: string; wasKilled: boolean }> {
  let pages = 0;
  let child: ChildProcess | undefined;
  provider.onPage = () => {
    pages += 1;
    if (pages === killAtPage) child?.kill("SIGKILL");
  };
  const started = spawn(
    process.execPath,
    [...nodeImports, "tests/support/import-child.ts", directory, connectionId, masterKey.toString("hex")],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  child = started;
  let said = "";
  started.stdout.on("data", (chunk) => {
    said += String(chunk);
  });
  const [, signal] = await once(started, "close");
  return { said, wasKilled: signal === "SIGKILL" };
}

test("an import killed five times goes on where it was and ends complete", async () => {
  await open();
  const connectionId = await addTestConnection(provider.baseUrl);
  await closeDatabase();

  for (const killAtPage of [3, 6, 1, 5, 4]) {
    expect((await importOnce(connectionId, killAtPage)).wasKilled).toBe(true);
  }
  const last = await importOnce(connectionId, Number.POSITIVE_INFINITY);
  expect(last.wasKilled).toBe(false);

  const postgres = await open();
  const [row] = await postgres.query<{ stored: number; distinct_ids: number; counted: number }>(
    `SELECT count(*)::int AS stored, count(DISTINCT provider_asset_id)::int AS distinct_ids,
       (SELECT sum(asset_count)::int FROM asset_counts) AS counted FROM assets`,
  );
  expect(row).toEqual({ stored: size, distinct_ids: size, counted: size });
  const skips = provider.requests.map((request) => Number(/skip=(\d+)/.exec(request)?.[1]));
  // Only a page under way when the process died is asked for again.
  expect(skips.length - new Set(skips).size).toBeLessThanOrEqual(5 * 2);
  expect(skips).toEqual(skips.toSorted((a, b) => a - b));
  await closeDatabase();
}, 300_000);
