// How long a list takes while two hundred files of 5 MB come in at once, beside the same list on an idle engine.
// Reader, engine and sender are processes of their own; what the sender takes of the machine, a busy loop takes in
// the second comparison.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { z } from "zod";
import { readCpuSeconds, readMemory, resetPeakMemory } from "#tests/support/bench/process-usage.ts";
import { percentile, reportComparison, reportFigure, timed } from "#tests/support/bench/report.ts";
import { makeWorkplace } from "#tests/support/bench/workplace.ts";
import { findFreePorts } from "#tests/support/ports.ts";
import { startProcess } from "#tests/support/processes.ts";
import { readTelestreamCredentials, TelestreamCaller } from "#tests/support/telestream-caller.ts";
import { until } from "#tests/support/until.ts";

const uploads = 200;
const sizeBytes = 5_000_000;
const looks = 100;

const { folder, clear } = await makeWorkplace();
const dataDir = path.join(folder, "data");
const engine = await startProcess("engine", {
  dataDir,
  port: await findFreePorts(1),
  enginePort: await findFreePorts(5),
  env: { LOG_LEVEL: "error" },
});
const caller = new TelestreamCaller(await readTelestreamCredentials(dataDir));
const page = z.array(z.object({ id: z.string() }));
const list = async () => (await timed(() => caller.json(page, "GET", "/videos.json"))).ms;

// A full page from the start: what is compared is the same list.
await (await prepareSender(100, 200_000)).send();
await stored(100);
await lists(looks);
const idle = await lists(looks);
const busy = spawn(process.execPath, ["-e", "for (;;) {}"]);
const besideBusy = await lists(looks);
busy.kill();

const sender = await prepareSender(uploads, sizeBytes);
await resetPeakMemory(engine.pid);
const memory = await readMemory(engine.pid);
const cpu = await readCpuSeconds(engine.pid);
const sending = timed(() => sender.send());
let isSending = true;
sending
  .finally(() => {
    isSending = false;
  })
  .catch(() => {});
const beside: number[] = [];
while (isSending) beside.push(await list());
const { result: taken, ms } = await sending;
const grown = (await readMemory(engine.pid)).peakMiB - memory.nowMiB;
const cpuSeconds = (await readCpuSeconds(engine.pid)) - cpu;
await stored(100 + taken);

const p95 = (samples: readonly number[]) => percentile(samples, 0.95);
console.log(`  ${uploads} uploads of ${sizeBytes / 1e6} MB at once; a list of 100 videos, 95th percentile`);
reportComparison({
  what: `list beside the uploads (${beside.length} of them)`,
  unit: "ms",
  ours: p95(beside),
  baseline: { name: "idle", value: p95(idle) },
  goal: { atMost: 2 },
});
reportComparison({
  what: "the same",
  unit: "ms",
  ours: p95(beside),
  baseline: { name: "beside a busy loop", value: p95(besideBusy) },
});
reportFigure("uploads not stored", uploads - taken, "", { atMost: 0 });
reportFigure("all sent after", ms / 1000, "s");
reportFigure("engine's processor time", cpuSeconds, "s");
reportFigure("engine memory grown at most by", grown, "MiB", { atMost: 256 });

await engine.stop();
await clear();

async function lists(count: number): Promise<number[]> {
  const taken: number[] = [];
  while (taken.length < count) taken.push(await list());
  return taken;
}

/** Resolves when so many videos are there and ready. */
async function stored(count: number): Promise<void> {
  const counted = z.object({ total: z.number() });
  const query = { include_root: "true", status: "success", per_page: "1" };
  await until(
    `${count} videos`,
    async () => (await caller.json(counted, "GET", "/videos.json", query)).total >= count,
    { withinMs: 120_000, everyMs: 200 },
  );
}

/** Sessions that are open, and a process that has what they want; `send` answers how many were taken. */
async function prepareSender(count: number, bytes: number): Promise<{ send(): Promise<number> }> {
  const locations: string[] = [];
  while (locations.length < count) {
    locations.push((await caller.openUpload(`upload ${locations.length}.mp4`, bytes, "none")).location);
  }
  const child: ChildProcess = spawn(
    process.execPath,
    ["--import", "./scripts/server-only.mjs", "tests/support/bench/many-uploads-child.ts", String(bytes)],
    { stdio: ["pipe", "pipe", "inherit"] },
  );
  if (!child.stdin || !child.stdout) throw new Error("The sender has no pipes.");
  const said = createInterface({ input: child.stdout });
  // A sender that dies says nothing more, and is not waited for.
  const died = once(said, "close").then(() => {
    throw new Error("The sender has ended without a word.");
  });
  died.catch(() => {});
  await Promise.race([once(said, "line"), died]);
  return {
    async send() {
      child.stdin?.end(JSON.stringify(locations));
      const [line] = await Promise.race([once(said, "line"), died]);
      return Number(line);
    },
  };
}
