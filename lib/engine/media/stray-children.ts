import { readdir, readlink } from "node:fs/promises";
import path from "node:path";

/**
 * Kills what an engine that was killed has left running: processes whose working directory is in ours. The spawner takes
 * its children along, and its own death does where `setpriv` exists; this is for where both went at once without it.
 * Linux only: elsewhere nothing says where a process works. The caller holds the data directory's lock, so nothing there
 * is another's.
 */
export async function endStrayChildren(workDirectory: string): Promise<number> {
  if (process.platform !== "linux") return 0;
  const root = path.resolve(workDirectory) + path.sep;
  let ended = 0;
  for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number)) {
    try {
      const cwd = await readlink(`/proc/${pid}/cwd`);
      if (pid === process.pid || !cwd.startsWith(root)) continue;
      process.kill(pid, "SIGKILL");
      ended += 1;
    } catch {
      // Gone meanwhile, or another user's, which ours never are.
    }
  }
  return ended;
}
