import { createHash, randomInt } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { clip } from "#tests/support/clips.ts";
import { findFreePorts } from "#tests/support/ports.ts";
import { startProcess, type TestProcess } from "#tests/support/processes.ts";
import { readTelestreamCredentials, TelestreamCaller } from "#tests/support/telestream-caller.ts";
import { until } from "#tests/support/until.ts";
import { openRequest, type RawAnswer, readState } from "#tests/support/upload-client.ts";

const sizeBytes = 48 * 1024 * 1024 + 17;
const lanes = 4;
let dataDir: string;
let engine: TestProcess;
let start: () => Promise<TestProcess>;

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "reelyard-upload-kill-"));
  const port = await findFreePorts(1);
  const enginePort = await findFreePorts(5);
  start = () => startProcess("engine", { dataDir, port, enginePort, env: { LOG_LEVEL: "error" } });
  engine = await start();
});
afterAll(async () => {
  await engine.stop();
  await rm(dataDir, { recursive: true, force: true });
});

test("fault 1: an engine killed at 25, 50 and 75 % of an upload in four lanes goes on where it was", async () => {
  const file = await paddedClip();
  const caller = new TelestreamCaller(await readTelestreamCredentials(dataDir));
  const opened = await caller.openUpload("movie.mp4", file.length, "none");
  const session = { ...opened, reelyard: { video_id: "" } };
  const partSize = opened.part_size;
  const acknowledged = new Set<number>();
  let last: RawAnswer | undefined;

  for (const share of [0.25, 0.5, 0.75, 1]) {
    const state = await readState(session);
    if (!state) break;
    // What was acknowledged is not asked for again, whatever died since.
    expect(state.missing_parts.filter((part) => acknowledged.has(part))).toEqual([]);
    const waiting = [...state.missing_parts];
    const isDue = () => (acknowledged.size * partSize) / file.length >= share;
    let isKilled = false;
    const sendOne = async (part: number) => {
      const offset = state.reelyard.received[part] ?? 0;
      const bytes = file.subarray(part * partSize + offset, (part + 1) * partSize);
      const { request, answer } = openRequest(opened.location, "PUT", {
        "x-part": part,
        "x-part-offset": offset,
        "content-length": bytes.length,
      });
      // In strokes, so that the kill finds parts under way.
      const closed = new Promise<void>((resolve) => request.once("close", () => resolve()));
      for (let at = 0; at < bytes.length && !request.destroyed; at += 262_144) {
        const stroke = bytes.subarray(at, at + 262_144);
        await Promise.race([closed, new Promise<void>((resolve) => request.write(stroke, () => resolve()))]);
      }
      request.end();
      const answered = await answer;
      expect(answered.status).toBe(200);
      acknowledged.add(part);
      if (answered.text !== "") last = answered;
    };
    const lane = async () => {
      for (let part = waiting.shift(); part !== undefined && !isKilled; part = waiting.shift()) {
        try {
          await sendOne(part);
        } catch (error) {
          if (!isKilled) throw error;
        }
        if (share < 1 && isDue() && !isKilled) {
          isKilled = true;
          await engine.kill();
        }
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    if (isKilled) engine = await start();
  }

  const { id } = z.object({ id: z.string() }).parse(JSON.parse(last?.text ?? "{}"));
  const video = z.object({ status: z.string(), path: z.string(), extname: z.string() });
  const stored = await until("the import", async () => {
    const read = await caller.json(video, "GET", `/videos/${id}.json`);
    return read.status !== "processing" && read;
  });
  expect(stored.status).toBe("success");
  const { factoryId, baseUrl } = await readTelestreamCredentials(dataDir);
  const answer = await fetch(`${baseUrl}/files/${factoryId}/${stored.path}${stored.extname}`);
  const got = createHash("sha256")
    .update(new Uint8Array(await answer.arrayBuffer()))
    .digest("hex");
  expect(got).toBe(createHash("sha256").update(file).digest("hex"));
}, 120_000);

/** A real film with ignored boxes after it, so that the engine takes the whole for one. */
async function paddedClip(): Promise<Buffer> {
  const film = await readFile(await clip("plain"));
  const box = Buffer.alloc(sizeBytes - film.length, randomInt(256));
  box.writeUInt32BE(box.length, 0);
  box.write("free", 4, "ascii");
  return Buffer.concat([film, box]);
}
