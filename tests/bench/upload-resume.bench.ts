// An upload whose engine is killed three times: how much is sent again, and whether the file is whole.
import { createHash } from "node:crypto";
import { createReadStream, readFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { request } from "node:http";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { makeBenchClip } from "#tests/support/bench/clip.ts";
import { writeRandomVideo } from "#tests/support/bench/random-file.ts";
import { reportFigure } from "#tests/support/bench/report.ts";
import { makeWorkplace } from "#tests/support/bench/workplace.ts";
import { findFreePorts } from "#tests/support/ports.ts";
import { startProcess, type TestProcess } from "#tests/support/processes.ts";
import {
  readTelestreamCredentials,
  TelestreamCaller,
  type UploadSession,
} from "#tests/support/telestream-caller.ts";
import { until } from "#tests/support/until.ts";

const mebibyte = 1024 * 1024;
const sizeBytes = Number(process.env.BENCH_UPLOAD_MIB ?? 1024) * mebibyte;
const kills = 3;
const lanes = 4;
/** A gigabit line. */
const bytesPerSecond = 125_000_000;

const stateAnswer = z.object({
  missing_parts: z.array(z.number()),
  reelyard: z.object({ received: z.record(z.string(), z.number()) }),
});

const { folder, clear } = await makeWorkplace();
const file = path.join(folder, "upload.bin");
await writeRandomVideo(file, makeBenchClip({ seconds: 10, height: 720 }), sizeBytes);
const options = {
  dataDir: path.join(folder, "data"),
  port: await findFreePorts(1),
  enginePort: await findFreePorts(5),
  env: { LOG_LEVEL: "error" },
};
let engine: TestProcess = await startProcess("engine", options);
const credentials = await readTelestreamCredentials(options.dataDir);
const session = await new TelestreamCaller(credentials).openUpload("resume.mp4", sizeBytes, "none");

/** Counted on from what the engine has at the start of each round. */
let sentBytes = 0;
let againBytes = 0;
let videoId = "";
/** While the bytes on their way are counted, nobody adds any. */
let isHeld = false;
for (let round = 0; round <= kills; round++) {
  const killAt = round < kills ? sentBytes + (sizeBytes - sentBytes) * 0.3 : Number.POSITIVE_INFINITY;
  let readAtKill: number | undefined;
  const killing = new Promise<void>((resolve) => {
    const watch = setInterval(async () => {
      if (sentBytes < killAt) return;
      clearInterval(watch);
      // What is on its way when a server dies is lost with any protocol. What counts is what the engine had read:
      // it is stopped first, so that the kernel can say how much it had not.
      engine.child.kill("SIGSTOP");
      isHeld = true;
      await delay(100);
      readAtKill = sentBytes - countUnread(Number(new URL(session.location).port));
      engine.child.kill("SIGKILL");
      isHeld = false;
      resolve();
    }, 1);
    if (killAt === Number.POSITIVE_INFINITY) {
      clearInterval(watch);
      resolve();
    }
  });
  await sendMissing(session).catch((error: unknown) => {
    if (readAtKill === undefined) throw error;
  });
  if (killAt === Number.POSITIVE_INFINITY) break;
  await killing;
  await delay(100);
  engine = await startProcess("engine", options);
  const keptBytes = await countKept(session);
  againBytes += Math.max(0, (readAtKill ?? 0) - keptBytes);
  sentBytes = keptBytes;
}

const again = (againBytes / sizeBytes) * 100;
console.log(
  `  ${sizeBytes / mebibyte} MiB in ${lanes} lanes, kill -9 of the engine ${kills} times on the way`,
);
reportFigure("sent again", again, "%", { atMost: 0.1 });
reportFigure("bytes that differ at the end", (await isStoredWhole()) ? 0 : 1, "", { atMost: 0 });
await engine.stop();
await clear();

/** Bytes on connections to this port that the process behind it has not read: Linux's table of sockets tells. */
function countUnread(port: number): number {
  const hex = port.toString(16).toUpperCase().padStart(4, "0");
  let bytes = 0;
  for (const line of ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((table) =>
    readFileSync(table, "utf8").split("\n").slice(1),
  )) {
    const [, local = "", remote = "", , queues = ""] = line.trim().split(/\s+/);
    const [sending = "0", received = "0"] = queues.split(":");
    if (remote.endsWith(`:${hex}`)) bytes += Number.parseInt(sending, 16);
    if (local.endsWith(`:${hex}`) && !remote.endsWith(":0000")) bytes += Number.parseInt(received, 16);
  }
  return bytes;
}

/** Sends what is missing from where it stopped; counts what reached the engine's socket. */
async function sendMissing({ location, part_size }: UploadSession): Promise<void> {
  const state = await askState(location);
  const waiting = [...state.missing_parts];
  const lane = async () => {
    for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) {
      const offset = state.reelyard.received[part] ?? 0;
      const from = part * part_size + offset;
      const to = Math.min(sizeBytes, (part + 1) * part_size);
      await sendRange(location, part, offset, from, to);
    }
  };
  const outcomes = await Promise.allSettled(Array.from({ length: lanes }, lane));
  const failed = outcomes.find((outcome) => outcome.status === "rejected");
  if (failed) throw failed.reason;
}

async function askState(location: string): Promise<z.output<typeof stateAnswer>> {
  const text = await (await fetch(location)).text();
  return text === ""
    ? { missing_parts: [], reelyard: { received: {} } }
    : stateAnswer.parse(JSON.parse(text));
}

async function countKept({ location, part_size }: UploadSession): Promise<number> {
  const { missing_parts, reelyard } = await askState(location);
  const lengthOf = (part: number) => Math.min(part_size, sizeBytes - part * part_size);
  return missing_parts.reduce(
    (kept, part) => kept - lengthOf(part) + (reelyard.received[part] ?? 0),
    sizeBytes,
  );
}

function sendRange(location: string, part: number, offset: number, from: number, to: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const outgoing = request(location, {
      method: "POST",
      headers: {
        "content-type": "application/octet-stream",
        "content-length": String(to - from),
        "x-part": String(part),
        "x-part-offset": String(offset),
      },
    });
    outgoing.once("error", reject);
    outgoing.once("response", (response) => {
      let body = "";
      response.on("data", (chunk) => {
        body += chunk;
      });
      response.once("error", reject);
      response.once("end", () => {
        if (response.statusCode !== 200)
          return reject(new Error(`part ${part} answered ${response.statusCode}: ${body}`));
        if (body !== "") videoId = z.object({ id: z.string() }).parse(JSON.parse(body)).id;
        resolve();
      });
    });
    const closed = new Promise<void>((settle) => outgoing.once("close", () => settle()));
    // Small strokes, waited for: what is counted as sent is what the socket took.
    void (async () => {
      const handle = await open(file);
      const startedAt = performance.now();
      try {
        for (let at = from; at < to && !outgoing.destroyed; ) {
          const { bytesRead, buffer } = await handle.read(
            Buffer.allocUnsafe(65_536),
            0,
            Math.min(65_536, to - at),
            at,
          );
          at += bytesRead;
          const written = new Promise<void>((settle) =>
            outgoing.write(buffer.subarray(0, bytesRead), () => settle()),
          );
          await Promise.race([closed, written]);
          sentBytes += bytesRead;
          const dueMs = ((at - from) / (bytesPerSecond / lanes)) * 1000 - (performance.now() - startedAt);
          if (dueMs > 1) await delay(dueMs);
          while (isHeld) await delay(5);
        }
        outgoing.end();
      } finally {
        await handle.close();
      }
    })().catch(reject);
  });
}

async function isStoredWhole(): Promise<boolean> {
  const caller = new TelestreamCaller(credentials);
  const video = z.object({ path: z.string(), extname: z.string(), status: z.string() });
  const { path: stored, extname } = await until("the engine to have read the file", async () => {
    const read = await caller.json(video, "GET", `/videos/${videoId}.json`);
    return read.status === "success" && read;
  });
  const { url } = await caller.json(
    z.object({ url: z.url() }),
    "GET",
    `/factories/${credentials.factoryId}.json`,
  );
  const answer = await fetch(new URL(`${stored}${extname}`, url));
  const got = createHash("sha256");
  for await (const chunk of answer.body ?? []) got.update(chunk);
  const sent = createHash("sha256");
  for await (const chunk of createReadStream(file)) sent.update(chunk);
  return got.digest("hex") === sent.digest("hex");
}
