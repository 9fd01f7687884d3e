import { readdir, readFile, readlink } from "node:fs/promises";

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
