import { readdir, readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

const sampleMs = 25;

/** Runs `work` and answers the most memory, in bytes, that the processes it started had at once (Linux). */
export async function peakMemoryOf(work: () => Promise<unknown>): Promise<number> {
  const done = new AbortController();
  const sampling = sampleTree(done.signal);
  try {
    await work();
  } finally {
    done.abort();
  }
  return sampling;
}

async function sampleTree(signal: AbortSignal): Promise<number> {
  let peak = 0;
  while (!signal.aborted) {
    peak = Math.max(peak, await memoryBelow(process.pid));
    await sleep(sampleMs);
  }
  return peak;
}

async function memoryBelow(root: number): Promise<number> {
  const processes = new Map<number, { parent: number; bytes: number }>();
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    // It may have ended since the list was read.
    const status = await readFile(`/proc/${name}/status`, "utf8").catch(() => "");
    const number = (key: string) => Number(new RegExp(`^${key}:\\s+(\\d+)`, "m").exec(status)?.[1] ?? 0);
    processes.set(Number(name), { parent: number("PPid"), bytes: number("VmRSS") * 1024 });
  }
  const isBelow = (pid: number): boolean => {
    const parent = processes.get(pid)?.parent;
    return parent !== undefined && parent > 0 && (parent === root || isBelow(parent));
  };
  return [...processes].reduce((sum, [pid, { bytes }]) => (isBelow(pid) ? sum + bytes : sum), 0);
}
