// Upload of 1.25 GiB from a Node client: the engine in 4 parallel parts beside a bare PUT and @tus/server.
import { once } from "node:events";
import { createReadStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { request } from "node:http";
import path from "node:path";
import * as tus from "tus-js-client";
import { type Baseline, startBaseline } from "#tests/support/bench/baseline.ts";
import { readCpuSeconds, readMemory, resetPeakMemory } from "#tests/support/bench/process-usage.ts";
import { writeRandomFile } from "#tests/support/bench/random-file.ts";
import { median, reportComparison, reportFigure, timed } from "#tests/support/bench/report.ts";
import { putFile, sendParts } from "#tests/support/bench/senders.ts";
import { makeWorkplace } from "#tests/support/bench/workplace.ts";
import { findFreePorts } from "#tests/support/ports.ts";
import { startProcess, type TestProcess } from "#tests/support/processes.ts";
import { readTelestreamCredentials, TelestreamCaller } from "#tests/support/telestream-caller.ts";

const mebibyte = 1024 * 1024;
/** More than 256 parts: fewer are laid out in rounds of eight, and the last is as large as the others. */
const sizeMiB = Number(process.env.BENCH_UPLOAD_MIB ?? 1280);
/** What is compared with a bound close by, and what is five times away from its own. */
const rounds = 9;
const slowRounds = 3;
const starving = 500;

interface Sample {
  readonly megabytesPerSecond: number;
  readonly cpuSecondsPerGiB: number;
  readonly grownMiB: number;
}

const { folder, clear } = await makeWorkplace();
const file = path.join(folder, "upload.bin");
const partMiB = 5;
// One byte more than whole parts: the part that completes the file is then as small as can be.
const sizeBytes = Math.ceil(sizeMiB / partMiB) * partMiB * mebibyte + 1;
await writeRandomFile(file, sizeBytes);

const engine = await startEngine();
const caller = new TelestreamCaller(await readTelestreamCredentials(path.join(folder, "data")));
const bare = await startBaseline("put-server", await newFolder("put"));
const tusServer = await startBaseline("tus-server", await newFolder("tus"));

const ours: Sample[] = [];
const put: Sample[] = [];
const tusSamples: Sample[] = [];
const completeMs: number[] = [];
// Once each without being counted: a process that has just started compiles what it runs.
await putFile(`${bare.url}/file`, file);
await sendToEngine([]);
await sendByTus(tusServer);
await emptyFolders();
// Turn by turn, so that a slow minute of the machine hits all alike.
for (let round = 0; round < rounds; round++) {
  put.push(await sample(bare.pid, () => putFile(`${bare.url}/file`, file)));
  ours.push(await sample(engine.pid, () => sendToEngine(completeMs)));
  if (round < slowRounds) tusSamples.push(await sample(tusServer.pid, () => sendByTus(tusServer)));
}

const rate = (samples: readonly Sample[]) => median(samples.map((one) => one.megabytesPerSecond));
const cpu = (samples: readonly Sample[]) => median(samples.map((one) => one.cpuSecondsPerGiB));
console.log(`  ${sizeMiB} MiB, median of ${rounds} rounds`);
reportComparison({
  what: "4 parallel parts",
  unit: "MB/s",
  ours: rate(ours),
  baseline: { name: "bare PUT", value: rate(put) },
  goal: { atLeast: 1.5 },
});
reportComparison({
  what: "4 parallel parts",
  unit: "MB/s",
  ours: rate(ours),
  baseline: { name: "@tus/server", value: rate(tusSamples) },
});
reportComparison({
  what: "server processor time per GiB",
  unit: "s",
  ours: cpu(ours),
  baseline: { name: "@tus/server", value: cpu(tusSamples) },
  goal: { atMost: 0.5 },
});
reportFigure("engine memory grown at most by", Math.max(...ours.map((one) => one.grownMiB)), "MiB", {
  atMost: 64,
});
reportFigure("completing the file", median(completeMs), "ms", { atMost: 10 });
reportFigure("the slowest time", Math.max(...completeMs), "ms");

const beside: Sample[] = [];
for (let round = 0; round < slowRounds; round++) {
  const stop = await starve();
  beside.push(await sample(engine.pid, () => sendToEngine([])));
  stop();
}
reportComparison({
  what: `beside ${starving} senders of 1 kB/s`,
  unit: "MB/s",
  ours: rate(beside),
  baseline: { name: "alone", value: rate(ours) },
  goal: { atLeast: 0.8 },
});

await Promise.all([engine.stop(), bare.stop(), tusServer.stop()]);
await clear();

async function sample(pid: number, work: () => Promise<void>): Promise<Sample> {
  await resetPeakMemory(pid);
  const [cpuBefore, memoryBefore] = [await readCpuSeconds(pid), await readMemory(pid)];
  const { ms } = await timed(work);
  const [cpuAfter, memoryAfter] = [await readCpuSeconds(pid), await readMemory(pid)];
  await emptyFolders();
  return {
    megabytesPerSecond: sizeBytes / 1e6 / (ms / 1000),
    cpuSecondsPerGiB: ((cpuAfter - cpuBefore) / sizeMiB) * 1024,
    grownMiB: memoryAfter.peakMiB - memoryBefore.nowMiB,
  };
}

async function sendToEngine(completeMs: number[]): Promise<void> {
  const session = await caller.openUpload("bench.mp4", sizeBytes, "none");
  const all = Array.from({ length: session.parts }, (_, part) => part);
  const last = all.splice(-1);
  await sendParts(session, file, { parts: all, parallel: 4 });
  completeMs.push((await sendParts(session, file, { parts: last, parallel: 1 })).completeMs);
}

/** Five hundred who keep a part of theirs open and send 1 kB of it a second, until stopped or cut by the rate floor. */
async function starve(): Promise<() => void> {
  const partBytes = partMiB * mebibyte;
  const session = await caller.openUpload("starving.mp4", partBytes * starving, "none");
  const requests = Array.from({ length: starving }, (_, part) => {
    const headers = { "x-part": part, "content-length": partBytes };
    const sent = request(session.location, { method: "PUT", headers, agent: false });
    sent.on("error", () => {});
    return sent;
  });
  const feed = setInterval(() => {
    for (const sent of requests) if (!sent.destroyed) sent.write(Buffer.alloc(1_000));
  }, 1_000);
  // All of them are connected before anything is measured.
  await Promise.all(
    requests.map(async (sent) => {
      if (!sent.socket) await once(sent, "socket");
      if (sent.socket?.connecting) await once(sent.socket, "connect");
    }),
  );
  return () => {
    clearInterval(feed);
    for (const sent of requests) sent.destroy();
  };
}

/** 5 MB chunks: what tus' own documentation says behind proxies, and about our part's size. */
function sendByTus(server: Baseline): Promise<void> {
  return new Promise((resolve, reject) => {
    const upload = new tus.Upload(createReadStream(file), {
      endpoint: `${server.url}/files`,
      chunkSize: 5_000_000,
      uploadSize: sizeBytes,
      onError: reject,
      onSuccess: () => resolve(),
    });
    upload.start();
  });
}

async function startEngine(): Promise<TestProcess> {
  return startProcess("engine", {
    dataDir: path.join(folder, "data"),
    port: await findFreePorts(1),
    enginePort: await findFreePorts(5),
    env: { LOG_LEVEL: "error" },
  });
}

async function newFolder(name: string): Promise<string> {
  const made = path.join(folder, name);
  await mkdir(made, { recursive: true });
  return made;
}

/** Each writes to empty folders: what the one before left would be memory that it has to do without. */
async function emptyFolders(): Promise<void> {
  for (const name of ["tus", "put", path.join("data", "engine", "media")]) {
    await rm(path.join(folder, name), { recursive: true, force: true });
    await newFolder(name);
  }
}
