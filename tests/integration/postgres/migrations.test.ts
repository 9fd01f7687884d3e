import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { openPostgres } from "#lib/postgres/open-postgres.ts";
import { databaseUrlFor } from "#tests/support/postgres.ts";

const migrationsFolder = path.resolve("lib/db/migrations");
const journal = z
  .object({ entries: z.array(z.unknown()) })
  .parse(JSON.parse(readFileSync(path.join(migrationsFolder, "meta", "_journal.json"), "utf8")));
const isServer = process.env.TEST_BACKEND === "postgres";
let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), "reelyard-migrations-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const location = async () => ({
  url: await databaseUrlFor(directory),
  directory: path.join(directory, "db"),
  migrationsFolder,
});

/** Opens the database in a process of its own and kills that process after so many milliseconds. */
async function openAndKill(afterMs: number): Promise<void> {
  const module = pathToFileURL(path.resolve("lib/postgres/open-postgres.ts")).href;
  const script = `import { z } from "zod";
import { openPostgres } from ${JSON.stringify(module)};
    await openPostgres(${JSON.stringify(await location())}); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script], { stdio: "ignore" });
  const closed = once(child, "close");
  await delay(afterMs);
  child.kill("SIGKILL");
  await closed;
}

test("a process killed at any moment of making the database leaves one that the next start completes", async () => {
  for (const afterMs of [400, 900, 1_400, 2_200]) await openAndKill(afterMs);
  const database = await openPostgres(await location());
  const [row] = await database.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM drizzle.__drizzle_migrations",
  );
  expect(row?.count).toBe(journal.entries.length);
  await database.query("INSERT INTO users (user_id, name, email, role) VALUES ('u', 'n', 'e', 'owner')");
  await database.close();
  const again = await openPostgres(await location());
  expect(await again.query("SELECT user_id FROM users")).toEqual([{ user_id: "u" }]);
  await again.close();
}, 180_000);

test.skipIf(!isServer)("several instances starting at once on an empty server migrate it once", async () => {
  const here = await location();
  const opened = await Promise.all(Array.from({ length: 4 }, () => openPostgres(here)));
  const [row] =
    (await opened[0]?.query<{ count: number }>(
      "SELECT count(*)::int AS count FROM drizzle.__drizzle_migrations",
    )) ?? [];
  expect(row?.count).toBe(journal.entries.length);
  await Promise.all(opened.map((database) => database.close()));
});
