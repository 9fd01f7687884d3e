import { spawn } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { Encoder } from "../../frame-feed/encoder.ts";
import { Progress } from "../../frame-feed/progress.ts";
import { readFrames } from "../../frame-feed/read-frames.ts";
import { buildChunkArgs, type ReverseChunk } from "../reverse-plan.ts";
import type { ReverserJob } from "./job.ts";
import { reverseSamples } from "./reverse-samples.ts";

// A process of its own: it decodes a video chunk by chunk from its end, and feeds ffmpeg the frames backwards. It is
// told its job by a file and speaks as the compositor does.

const bytesBetweenSweeps = 8 * 1024 * 1024;

async function main(): Promise<void> {
  const job = JSON.parse(await readFile("reverse.json", "utf8")) as ReverserJob;
  if (job.sound) await reverseSound(job.ffmpeg, job.sound);
  const encoder = new Encoder(job.ffmpeg, job.encodeArgs);
  const progress = new Progress(job.frameSeconds);
  let written = 0;
  // Frames that have left are decoded into again: garbage this large would be collected too late.
  const spare: Buffer[] = [];
  const allocate = () => spare.pop() ?? Buffer.allocUnsafe(job.frameBytes);
  let next = job.chunks[0] && decodeChunk(job, job.chunks[0], allocate);
  for (let index = 0; next; index++) {
    const frames = await next;
    const following = job.chunks[index + 1];
    // Decoded while this one is written: two chunks are what the memory is for.
    next = following && decodeChunk(job, following, allocate);
    for (let frame = frames.pop(); frame; frame = frames.pop()) {
      await encoder.write(frame);
      if (encoder.isDrained) spare.push(frame);
      progress.tell(++written);
    }
    globalThis.gc?.();
  }
  if (written === 0) throw new Error("no frame of the video can be decoded");
  await encoder.end();
  progress.tell(written, true);
}

async function decodeChunk(job: ReverserJob, chunk: ReverseChunk, allocate: () => Buffer): Promise<Buffer[]> {
  const child = spawn(job.ffmpeg, buildChunkArgs(job.source, chunk), { stdio: ["ignore", "pipe", "ignore"] });
  const frames: Buffer[] = [];
  let unswept = 0;
  for await (const frame of readFrames(child, job.frameBytes, allocate)) {
    frames.push(frame);
    unswept += job.frameBytes;
    // What came through the pipe lies outside the heap, where nothing presses: as much again as the frames.
    if (unswept > bytesBetweenSweeps) {
      globalThis.gc?.({ type: "minor" });
      unswept = 0;
    }
  }
  return frames;
}

async function reverseSound(ffmpeg: string, sound: NonNullable<ReverserJob["sound"]>): Promise<void> {
  const child = spawn(ffmpeg, sound.decodeArgs, { stdio: "ignore" });
  await new Promise<void>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => (code === 0 ? resolve() : reject(new Error("the sound cannot be decoded"))));
  });
  await reverseSamples(sound.forward, sound.reversed, sound.sampleBytes);
  await rm(sound.forward);
}

try {
  await main();
  process.exit(0);
} catch (error) {
  const why = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${why}\n`, () => process.exit(1));
}
