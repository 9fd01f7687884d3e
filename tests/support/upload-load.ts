import { createHash, randomInt } from "node:crypto";
import { readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import {
  listMissingParts,
  sendPart,
  type TelestreamCaller,
  type UploadSession,
} from "./telestream-caller.ts";

/** What the engine said yes to: the history that is compared with what it has afterwards. */
export interface AcknowledgedUpload {
  readonly videoId: string;
  readonly sha256: string;
  readonly sizeBytes: number;
}

export interface UploadCounts {
  offered: number;
  acknowledged: AcknowledgedUpload[];
  /** Requests that failed because the engine was not there, and were made again. */
  interrupted: number;
  /** A complete whose answer was lost: the file may be there, nobody promised it. */
  unanswered: number;
}

/** Between two files: sent as fast as can be, they would only keep the processor from those that come back. */
const pauseMs = 400;

/**
 * Keeps offering files to an engine that comes and goes, each in a resumable session of its own, until aborted.
 * A file is only counted as acknowledged when the engine answered its last part with the video.
 */
export async function offerUploads(
  caller: TelestreamCaller,
  { clips, counts, signal }: { clips: readonly string[]; counts: UploadCounts; signal: AbortSignal },
): Promise<void> {
  while (!signal.aborted) {
    const clip = clips[randomInt(clips.length)] ?? "";
    // Bytes after the end of an MP4 are ignored by players, and make every file another one.
    const bytes = Buffer.concat([await readFile(clip), freeBox(counts.offered)]);
    counts.offered += 1;
    await offerOne(caller, bytes, counts, signal);
    await delay(pauseMs);
  }
}

function freeBox(number: number): Buffer {
  const box = Buffer.alloc(16);
  box.writeUInt32BE(16, 0);
  box.write("free", 4, "ascii");
  box.writeUInt32BE(number, 8);
  return box;
}

async function offerOne(
  caller: TelestreamCaller,
  bytes: Buffer<ArrayBuffer>,
  counts: UploadCounts,
  signal: AbortSignal,
): Promise<void> {
  const persist = async <T>(attempt: () => Promise<T>): Promise<T | undefined> => {
    while (!signal.aborted) {
      try {
        return await attempt();
      } catch {
        counts.interrupted += 1;
        await delay(100);
      }
    }
    return undefined;
  };
  const session = await persist(() => caller.openUpload(`clip ${counts.offered}.mp4`, bytes.length, "h264"));
  if (!session) return;
  const videoId = await persist(() => sendMissing(session, bytes));
  if (videoId === undefined) return;
  if (videoId === "") counts.unanswered += 1;
  else {
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    counts.acknowledged.push({ videoId, sha256, sizeBytes: bytes.length });
  }
}

/** The video's id; empty when nothing is missing any more though nobody told us the id. */
async function sendMissing(session: UploadSession, bytes: Buffer<ArrayBuffer>): Promise<string> {
  let videoId = "";
  for (const part of await listMissingParts(session)) {
    const from = part * session.part_size;
    const video = await sendPart(session, part, bytes.subarray(from, from + session.part_size));
    videoId = video?.id ?? videoId;
  }
  return videoId;
}
