// Asked by the supervisor before it builds or starts anything: is the environment sound and the data directory
// ours? Answers with one line of JSON. Runs on the pinned Node, so it shares the product's own code for both.
import { access, constants, mkdir, stat } from "node:fs/promises";
import path from "node:path";
import { acquireDataLock, DataLockedError } from "#lib/data-lock.ts";
import { EnvError, parseEnv } from "#lib/env.ts";

class UnwritableError extends Error {}

async function preflight() {
  const { port, enginePort, host, dataDir } = parseEnv(process.env);
  try {
    await access(await nearestExisting(dataDir), constants.W_OK);
    await mkdir(path.join(dataDir, "logs"), { recursive: true, mode: 0o700 });
    for (const owner of ["engine", "dashboard"]) {
      const lock = await acquireDataLock(path.join(dataDir, owner));
      await lock.release();
    }
  } catch (error) {
    if (error instanceof DataLockedError) throw error;
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new UnwritableError(
      `The data directory ${dataDir} cannot be written (${code}). Let this user write there, or set REELYARD_DATA.`,
    );
  }
  return { port, enginePort, host, dataDir };
}

/** On a read-only disk a recursive mkdir says ENOENT; the folder it would write into tells the truth. */
async function nearestExisting(directory: string): Promise<string> {
  const there = await stat(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  return there ? directory : nearestExisting(path.dirname(directory));
}

try {
  console.log(JSON.stringify({ ok: true, ...(await preflight()) }));
} catch (error) {
  if (!(error instanceof EnvError || error instanceof DataLockedError || error instanceof UnwritableError)) {
    throw error;
  }
  const message =
    error instanceof EnvError ? `The environment is not usable: ${error.message}` : error.message;
  console.log(JSON.stringify({ ok: false, message }));
}
