// A session in eight threads over a path of 40 ms and 512 KiB a connection, beside @tus/server over the same path.
import { createReadStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import * as tus from "tus-js-client";
import { telestreamClient } from "#lib/providers/telestream/client.ts";
import { startBaseline } from "#tests/support/bench/baseline.ts";
import { openLongPath } from "#tests/support/bench/long-path.ts";
import { writeRandomFile } from "#tests/support/bench/random-file.ts";
import { median, reportComparison, timed } from "#tests/support/bench/report.ts";
import { makeWorkplace } from "#tests/support/bench/workplace.ts";
import { findFreePorts } from "#tests/support/ports.ts";
import { startProcess } from "#tests/support/processes.ts";
import { readTelestreamCredentials } from "#tests/support/telestream-caller.ts";

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
await mkdir(path.join(folder, "tus"));
const tusServer = await startBaseline("tus-server", path.join(folder, "tus"));
const toEngine = await openLongPath(new URL(credentials.baseUrl), far);
const toTus = await openLongPath(new URL(tusServer.url), far);
const { accessKey, secretKey, factoryId } = credentials;
const client = telestreamClient({
  provider: "telestream",
  baseUrl: toEngine.origin,
  fields: { accessKey, secretKey },
  isLocal: true,
});

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

/** Opening the session goes the long way too. */
async function sendSession(threads: number): Promise<void> {
  await client.uploadSession(factoryId, file, { threads, profiles: [] }).start();
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
