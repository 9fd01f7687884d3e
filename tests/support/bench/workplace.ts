import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

/**
 * A folder for one benchmark, in memory where the machine has such a place: what is compared is the servers, not
 * the noise of a shared disk.
 */
export async function makeWorkplace(): Promise<{ folder: string; clear(): Promise<void> }> {
  const base = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();
  const folder = await mkdtemp(path.join(base, "reelyard-bench-"));
  return { folder, clear: () => rm(folder, { recursive: true, force: true }) };
}
