// A session in eight threads over a path of 40 ms and 512 KiB a connection, beside @tus/server over the same path.
import { createReadStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import * as tus from "tus-js-client";
import { startBaseline } from "#tests/support/bench/baseline.ts";
import { openLongPath } from "#tests/support/bench/long-path.ts";
import { writeRandomFile } from "#tests/support/bench/random-file.ts";
import { median, reportComparison, timed } from "#tests/support/bench/report.ts";
import { sendParts } from "#tests/support/bench/senders.ts";
import { makeWorkplace } from "#tests/support/bench/workplace.ts";
import { findFreePorts } from "#tests/support/ports.ts";
import { startProcess } from "#tests/support/processes.ts";
import { readTelestreamCredentials, TelestreamCaller } from "#tests/support/telestream-caller.ts";

const sizeMiB = Number(process.env.BENCH_LONG_PATH_MIB ?? 128);
const rounds = Number(process.env.BENCH_ROUNDS ?? 3);
const far = { roundTripMs: 40, windowBytes: 512 * 1024 };

const { folder, clear } = await makeWorkplace();
const file = path.join(folder, "upload.bin");
const sizeBytes = sizeMiB * 1024 * 1024;
await writeRandomFile(file, sizeBytes);
const engine = await startProcess("engine", {
  dataDir: path.join(folder, "data"),
  port: await findFreePorts(1),
  enginePort: await findFreePorts(5),
  env: { LOG_LEVEL: "error" },
});
const credentials = await readTelestreamCredentials(path.join(folder, "data"));
const caller = new TelestreamCaller(credentials);
await mkdir(path.join(folder, "tus"));
const tusServer = await startBaseline("tus-server", path.join(folder, "tus"));
const toEngine = await openLongPath(new URL(credentials.baseUrl), far);
const toTus = await openLongPath(new URL(tusServer.url), far);

const rates = { threads8: [] as number[], threads4: [] as number[], tus: [] as number[] };
for (let round = 0; round < rounds; round++) {
  rates.tus.push(await rate(sendByTus));
  rates.threads4.push(await rate(() => sendSession(4)));
  rates.threads8.push(await rate(() => sendSession(8)));
}
console.log(`  ${sizeMiB} MiB over 40 ms, 512 KiB in flight a connection, median of ${rounds}`);
const baseline = { name: "@tus/server, 5 MB chunks", value: median(rates.tus) };
reportComparison({
  what: "session, 8 threads",
  unit: "MB/s",
  ours: median(rates.threads8),
  baseline,
  goal: { atLeast: 6 },
});
reportComparison({ what: "session, 4 threads", unit: "MB/s", ours: median(rates.threads4), baseline });

await Promise.all([toEngine.close(), toTus.close()]);
await Promise.all([engine.stop(), tusServer.stop()]);
await clear();

async function rate(work: () => Promise<void>): Promise<number> {
  const { ms } = await timed(work);
  return sizeBytes / 1e6 / (ms / 1000);
}

async function sendSession(parallel: number): Promise<void> {
  const session = await caller.openUpload("bench.mp4", sizeBytes, "none");
  const { pathname, search } = new URL(session.location);
  const parts = Array.from({ length: session.parts }, (_, part) => part);
  await sendParts({ ...session, location: toEngine.origin + pathname + search }, file, { parts, parallel });
}

function sendByTus(): Promise<void> {
  return new Promise((resolve, reject) => {
    const upload = new tus.Upload(createReadStream(file), {
      endpoint: `${toTus.origin}/files`,
      chunkSize: 5_000_000,
      uploadSize: sizeBytes,
      onError: reject,
      onSuccess: () => resolve(),
    });
    upload.start();
  });
}
