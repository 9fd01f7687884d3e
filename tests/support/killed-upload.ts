import { createHash, type Hash, randomInt } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { z } from "zod";
import { clip } from "./clips.ts";
import { findFreePorts } from "./ports.ts";
import { startProcess } from "./processes.ts";
import { readTelestreamCredentials, TelestreamCaller } from "./telestream-caller.ts";
import { until } from "./until.ts";
import { openRequest, type RawAnswer, readState } from "./upload-client.ts";

const lanes = 4;

export interface KilledUpload {
  readonly kills: number;
  /** Parts that were acknowledged and asked for again: what must never be. */
  readonly askedAgain: number;
  readonly status: string;
  readonly sentSha256: string;
  readonly storedSha256: string;
}

/** Sends a film of this size in four lanes to an engine that is killed at 25, 50 and 75 % and started again. */
export async function uploadThroughKills(sizeBytes: number): Promise<KilledUpload> {
  const dataDir = await mkdtemp(path.join(tmpdir(), "reelyard-upload-kill-"));
  const port = await findFreePorts(1);
  const enginePort = await findFreePorts(5);
  const start = () => startProcess("engine", { dataDir, port, enginePort, env: { LOG_LEVEL: "error" } });
  let engine = await start();
  let kills = 0;
  let askedAgain = 0;
  try {
    const file = await paddedClip(sizeBytes);
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
      askedAgain += state.missing_parts.filter((part) => acknowledged.has(part)).length;
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
          await Promise.race([
            closed,
            new Promise<void>((resolve) => request.write(stroke, () => resolve())),
          ]);
        }
        request.end();
        const answered = await answer;
        if (answered.status !== 200) throw new Error(`Part ${part}: ${answered.status} ${answered.text}`);
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
            kills += 1;
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
    const { factoryId, baseUrl } = await readTelestreamCredentials(dataDir);
    const answer = await fetch(`${baseUrl}/files/${factoryId}/${stored.path}${stored.extname}`);
    const got = createHash("sha256");
    for await (const chunk of answer.body ?? []) got.update(chunk);
    const hex = (hash: Hash) => hash.digest("hex");
    return {
      kills,
      askedAgain,
      status: stored.status,
      sentSha256: hex(createHash("sha256").update(file)),
      storedSha256: hex(got),
    };
  } finally {
    await engine.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** A real film with ignored boxes after it, so that the engine takes the whole for one. */
export async function paddedClip(sizeBytes: number): Promise<Buffer> {
  const film = await readFile(await clip("plain"));
  const box = Buffer.alloc(sizeBytes - film.length, randomInt(256));
  box.writeUInt32BE(box.length, 0);
  box.write("free", 4, "ascii");
  return Buffer.concat([film, box]);
}
