import { readdir, readFile, readlink } from "node:fs/promises";
import path from "node:path";

/** Processes whose working directory or arguments lie in `directory`: what a killed owner may have left behind. */
export async function findProcessesIn(directory: string): Promise<{ pid: number; command: string }[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(pids.map((pid) => describe(pid, directory)));
  return found.filter((one) => one !== undefined);
}

async function describe(pid: string, directory: string) {
  try {
    const command = (await readFile(`/proc/${pid}/cmdline`, "utf8")).replaceAll("\0", " ").trim();
    const cwd = await readlink(`/proc/${pid}/cwd`);
    const isThere = cwd.startsWith(directory) || command.includes(directory);
    return isThere && Number(pid) !== process.pid ? { pid: Number(pid), command } : undefined;
  } catch {
    // It ended while we looked, or is not ours to look at.
    return undefined;
  }
}

/** The processes that start children for `owner`. */
export async function findSpawnersOf(owner: number): Promise<number[]> {
  const program = path.join("children", "spawner", "main.ts");
  const found = await Promise.all(
    (await findProcessesIn(program)).map(async ({ pid }) => {
      const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
      return /^PPid:\s*(\d+)/m.exec(status)?.[1] === String(owner) ? pid : undefined;
    }),
  );
  return found.filter((pid) => pid !== undefined);
}
