import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach } from "vitest";
import { createJobLoop, type JobLoop, type Lanes } from "#lib/job-loop/job-loop.ts";
import { createLog } from "#lib/log.ts";
import { openPostgres, type PostgresHandle } from "#lib/postgres/open-postgres.ts";
import { placeEmptyDatabase } from "./database-template.ts";
import { databaseUrlFor } from "./postgres.ts";

/** A database of its own for each test of a file, and job loops over it that are stopped after it. */
export class JobDesk {
  readonly #loops: JobLoop[] = [];
  readonly #log = createLog("test");
  #directory = "";
  #postgres: PostgresHandle | undefined;

  /** Called once by a file. */
  constructor() {
    this.#log.level = "silent";
    beforeEach(async () => {
      this.#directory = await mkdtemp(path.join(tmpdir(), "reelyard-jobs-"));
      await mkdir(path.join(this.#directory, "migrations", "meta"), { recursive: true });
      await writeFile(path.join(this.#directory, "migrations", "meta", "_journal.json"), '{"entries":[]}');
      this.#postgres = await this.#open();
    });
    afterEach(async () => {
      for (const loop of this.#loops.splice(0)) await loop.stop();
      await this.#postgres?.close();
      await rm(this.#directory, { recursive: true, force: true });
    });
  }

  get postgres(): PostgresHandle {
    if (!this.#postgres) throw new Error("The database is opened before each test, and not sooner.");
    return this.#postgres;
  }

  readonly makeLoop = (lanes: Lanes = { heavy: 1, light: 2 }, workerId = "worker"): JobLoop => {
    const loop = createJobLoop({ postgres: this.postgres, schema: "jobs", lanes, log: this.#log, workerId });
    this.#loops.push(loop);
    return loop;
  };

  async #open(): Promise<PostgresHandle> {
    const url = await databaseUrlFor(this.#directory);
    const migrationsFolder = path.join(this.#directory, "migrations");
    if (!url) await placeEmptyDatabase(path.join(this.#directory, "db"), migrationsFolder, "jobs");
    return openPostgres({ url, directory: path.join(this.#directory, "db"), migrationsFolder });
  }
}
