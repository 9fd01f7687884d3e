// `npm run reset-password -- ada@example.com`, `npm run rotate-keys`: asks the dashboard that runs on the data
// directory, or opens the database itself when none does.
import { access } from "node:fs/promises";
import path from "node:path";
import { acquireDataLock } from "#lib/data-lock.ts";
import { closeDatabase, dashboardDatabaseLocation, openDatabase } from "#lib/db/client.ts";
import { DomainError } from "#lib/domain/errors.ts";
import { type Env, env } from "#lib/env.ts";
import { type MaintenanceRequest, maintenanceRequest, runMaintenance } from "./maintenance.ts";
import { askRunningDashboard } from "./maintenance-door.ts";
import { openKeys } from "./open-keys.ts";
import { explainStartError } from "./start-error.ts";

async function main(): Promise<string> {
  const [command, email] = process.argv.slice(2);
  const asked = maintenanceRequest.safeParse({ command, email });
  if (!asked.success)
    throw new DomainError("invalid", "Say whose: npm run reset-password -- ada@example.com");
  const settings = env();
  const told = await askRunningDashboard(settings.dataDir, asked.data);
  if (!told) return runStopped(settings, asked.data);
  if (!told.ok) throw new DomainError("invalid", told.message);
  return told.message;
}

async function runStopped(settings: Env, asked: MaintenanceRequest): Promise<string> {
  const location = dashboardDatabaseLocation(settings);
  // A command must not found a new Reelyard where a mistyped REELYARD_DATA points.
  if (!location.url) {
    await access(location.directory).catch(() => {
      throw new DomainError("not_found", `There is no Reelyard in ${settings.dataDir}. Check REELYARD_DATA.`);
    });
  }
  const lock = await acquireDataLock(path.join(settings.dataDir, "dashboard"));
  try {
    const postgres = await openDatabase(location);
    if (asked.command === "rotate-keys") await openKeys(postgres.db, settings);
    return await runMaintenance(asked);
  } finally {
    await closeDatabase();
    await lock.release();
  }
}

main().then(
  (message) => {
    process.stdout.write(`${message}\n`);
    process.exit(0);
  },
  (error: unknown) => {
    const known =
      error instanceof DomainError ? error.message : explainStartError(error, { port: 0, dataDir: "" });
    process.stderr.write(`${known ?? (error instanceof Error ? error.stack : String(error))}\n`);
    process.exit(1);
  },
);
