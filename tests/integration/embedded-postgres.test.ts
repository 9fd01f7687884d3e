import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { migrationFolders, placeEmptyDatabase } from "#tests/support/database-template.ts";

const run = promisify(execFile);

/** Opens the database whose directory and migrations it is told, and says how much memory that took at most. */
const opening = `
  const { openPostgres } = await import("#lib/postgres/open-postgres.ts");
  const [directory, migrationsFolder] = process.argv.slice(1);
  const postgres = await openPostgres({ directory, migrationsFolder });
  await postgres.close();
  console.log(process.resourceUsage().maxRSS);
`;

test("opening the embedded database does not take the memory that optimising it would", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "reelyard-embedded-"));
  try {
    const directory = path.join(folder, "db");
    await placeEmptyDatabase(directory, migrationFolders.dashboard);
    const { stdout } = await run(process.execPath, [
      "--input-type=module",
      "--eval",
      opening,
      "--",
      directory,
      migrationFolders.dashboard,
    ]);
    // 230 MB; with V8's optimising compiler at work on Postgres, 800.
    expect(Number(stdout)).toBeGreaterThan(0);
    expect(Number(stdout)).toBeLessThan(500 * 1024);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
