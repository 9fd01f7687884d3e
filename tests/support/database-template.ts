import { execFile } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { access, mkdir, mkdtemp, readdir, readFile, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createJobLoop } from "#lib/job-loop/job-loop.ts";
import { createLog } from "#lib/log.ts";
import { openPostgres, type PostgresHandle } from "#lib/postgres/open-postgres.ts";

const run = promisify(execFile);

const root = fileURLToPath(new URL("../..", import.meta.url));
const cacheDirectory = path.join(root, ".cache", "test-databases");

/** The dashboard's migrations and the engine's. */
export const migrationFolders = {
  dashboard: path.join(root, "lib", "db", "migrations"),
  engine: path.join(root, "lib", "engine", "db", "migrations"),
} as const;

/** Where the job queues of each keep their tables. */
const jobSchemas: Readonly<Record<string, string>> = {
  [migrationFolders.dashboard]: "dashboard_jobs",
  [migrationFolders.engine]: "jobs",
};

/**
 * Puts an empty embedded database with these migrations at `directory`, unless something is there already: with the
 * tables of its job queue (the engine's with its queues), but no job. Making one takes Postgres seconds, and a test run opens hundreds:
 * each kind is made once and copied from then on.
 */
export async function placeEmptyDatabase(
  directory: string,
  migrationsFolder: string,
  jobSchema = jobSchemas[migrationsFolder],
): Promise<void> {
  if (await isThere(directory)) return;
  const template = await findTemplate(migrationsFolder, jobSchema);
  await mkdir(path.dirname(directory), { recursive: true, mode: 0o700 });
  // Aside first: a process that is killed while it copies must not leave half a database for the next one.
  const aside = `${directory}.${randomUUID()}`;
  // The system's own: a tenth of what Node's costs, and holes stay holes.
  await run("cp", ["-R", template, aside]);
  await rename(aside, directory);
}

/** Both databases of a product that has never been started. */
export async function placeEmptyDatabases(dataDir: string): Promise<void> {
  await placeEmptyDatabase(path.join(dataDir, "engine", "db"), migrationFolders.engine);
  await placeEmptyDatabase(path.join(dataDir, "dashboard", "db"), migrationFolders.dashboard);
}

async function findTemplate(migrationsFolder: string, jobSchema: string | undefined): Promise<string> {
  const template = path.join(cacheDirectory, await digest(migrationsFolder, jobSchema));
  if (await isThere(template)) return template;
  await mkdir(cacheDirectory, { recursive: true });
  const aside = path.join(cacheDirectory, randomUUID());
  const made = await openPostgres({ directory: aside, migrationsFolder });
  if (jobSchema !== undefined) {
    const loop = createJobLoop({ postgres: made, schema: jobSchema, lanes: {}, log: createLog("template") });
    await loop.start();
    await loop.stop();
  }
  if (migrationsFolder === migrationFolders.engine) await addEngineQueues(made);
  await dropWal(made);
  await made.close();
  // Nobody connects to the databases that new ones are copied from: two thirds of all files.
  for (const unused of ["1", "4"]) await rm(path.join(aside, "base", unused), { recursive: true });
  // Two test files may make it at once: the first one in place stays.
  await rename(aside, template).catch(() => rm(aside, { recursive: true, force: true }));
  return template;
}

/** Those that an engine makes at its first start: a tenth of what that costs. It makes what is missing or changed. */
async function addEngineQueues(postgres: PostgresHandle): Promise<void> {
  const dataDir = await mkdtemp(path.join(tmpdir(), "reelyard-template-"));
  try {
    // There, so that no template is looked for: that is this one.
    await mkdir(path.join(dataDir, "engine", "db"), { recursive: true });
    const { startTestEngine } = await import("./engine.ts");
    const engine = await startTestEngine({ dataDir });
    const queues = await engine.engine.db.query("SELECT * FROM jobs.queue");
    await engine.close();
    await postgres.query(
      `INSERT INTO jobs.queue SELECT * FROM jsonb_populate_recordset(null::jobs.queue, $1::text::jsonb)
       ON CONFLICT DO NOTHING`,
      [JSON.stringify(queues)],
    );
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** What was written to make it, 16 MB: the next segment is a hole with one page. */
async function dropWal(postgres: PostgresHandle): Promise<void> {
  await postgres.query("SET wal_recycle = off");
  await postgres.query("SET wal_init_zero = off");
  await postgres.query("SELECT pg_switch_wal()");
  await postgres.query("CHECKPOINT");
}

/** Of all that decides what a new database holds. */
async function digest(migrationsFolder: string, jobSchema = ""): Promise<string> {
  const entries = await readdir(migrationsFolder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
  const sources = [
    ...files,
    fileURLToPath(import.meta.url),
    path.join(root, "lib", "postgres", "open-postgres.ts"),
    path.join(root, "lib", "job-loop", "job-loop.ts"),
    path.join(root, "node_modules", "@electric-sql", "pglite", "package.json"),
    path.join(root, "node_modules", "pg-boss", "package.json"),
  ];
  const hash = createHash("sha256").update(jobSchema);
  for (const source of sources) hash.update(await readFile(source));
  return hash.digest("hex").slice(0, 16);
}

async function isThere(directory: string): Promise<boolean> {
  return access(directory).then(
    () => true,
    () => false,
  );
}
