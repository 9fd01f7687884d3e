import { readFile, writeFile } from "node:fs/promises";

/** Linux counts processor time in hundredths of a second for user space, whatever the kernel's own clock. */
const ticksPerSecond = 100;

/** Seconds of processor time that the process has used, of its own and in the kernel for it. */
export async function readCpuSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  // The name in parentheses may hold anything; the fields are counted from after it.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** Sets the process's peak back to what it has now, so that the next reading is of what comes. */
export async function resetPeakMemory(pid: number): Promise<void> {
  await writeFile(`/proc/${pid}/clear_refs`, "5");
}

/** MiB resident: now, and at most since `resetPeakMemory`. */
export async function readMemory(pid: number): Promise<{ nowMiB: number; peakMiB: number }> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  const field = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024;
  return { nowMiB: field("VmRSS"), peakMiB: field("VmHWM") };
}
