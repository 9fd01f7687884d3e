import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { z } from "zod";

/** Another process is using the directory. `message` names both, on one line, for a person. */
export class DataLockedError extends Error {
  override readonly name = "DataLockedError";
  readonly directory: string;
  /** Null when the holder died or has not said yet who it is. */
  readonly pid: number | null;

  constructor(directory: string, pid: number | null) {
    const holder = pid === null ? "another process" : `process ${pid}`;
    super(`The data directory ${directory} is in use by ${holder}. Stop it first, or set REELYARD_DATA.`);
    this.directory = directory;
    this.pid = pid;
  }
}

export interface DataLock {
  /** Lets the next process in. Safe to call twice. */
  release(): Promise<void>;
}

const sqliteBusy = 5;
const holderFile = z.object({ pid: z.number().int().positive() });

/**
 * Makes this process the only user of `directory`, which is created when missing. PGlite has no lock of its own
 * and two processes in one directory destroy it.
 *
 * The lock is the operating system's lock on `<directory>/lock`, taken through SQLite, the one door Node has to
 * it. The kernel drops it however the process ends, so there is no stale lock to judge by pids, which another
 * container or a reused pid would make a guess. `lock.pid` is only for the message.
 *
 * Throws `DataLockedError`; a directory that cannot be written throws Node's own error (`EACCES`, `EROFS`).
 */
export async function acquireDataLock(directory: string): Promise<DataLock> {
  const resolved = path.resolve(directory);
  await mkdir(resolved, { recursive: true, mode: 0o700 });
  const lockPath = path.join(resolved, "lock");
  const holderPath = path.join(resolved, "lock.pid");
  // SQLite says only "unable to open database file"; the plain write says why (EACCES, EROFS, ENOSPC).
  await writeFile(lockPath, "", { flag: "a", mode: 0o600 });

  const file = new DatabaseSync(lockPath, { timeout: 0 });
  try {
    file.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
  } catch (error) {
    file.close();
    if (error instanceof Error && "errcode" in error && error.errcode === sqliteBusy) {
      throw new DataLockedError(resolved, await readHolder(holderPath));
    }
    throw error;
  }

  let held = true;
  try {
    await writeFile(`${holderPath}.new`, `${JSON.stringify({ pid: process.pid })}\n`, { mode: 0o600 });
    await rename(`${holderPath}.new`, holderPath);
  } catch (error) {
    file.close();
    throw error;
  }
  return {
    async release() {
      if (!held) return;
      held = false;
      await rm(holderPath, { force: true });
      file.close();
    },
  };
}

async function readHolder(holderPath: string): Promise<number | null> {
  try {
    const holder = holderFile.safeParse(JSON.parse(await readFile(holderPath, "utf8")));
    return holder.success ? holder.data.pid : null;
  } catch {
    // Gone or half there: the holder is between its lock and its name. The lock itself has already answered.
    return null;
  }
}
