import { readFile, writeFile } from "node:fs/promises";
import { Encoder } from "../../frame-feed/encoder.ts";
import { Progress } from "../../frame-feed/progress.ts";
import { frameAt } from "../frame/frame-at.ts";
import { secondsPerFrame } from "../scene/scene.ts";
import type { CompositorJob } from "./job.ts";
import { Painter } from "./painter.ts";
import { ReadyPictures } from "./ready-pictures.ts";
import { describeSourceProblem, SourceProblem } from "./source-problem.ts";

// A process of its own: it draws a film's frames and feeds them to ffmpeg. It is told its job by a file, says its
// progress on descriptor 3 as ffmpeg does, and ends with 0, or with 1 and a sentence on standard error.

/** Bytes of frames after which what was written is let go: they lie outside the heap, and nothing there presses. */
const bytesBetweenCollections = 64 * 1024 * 1024;

async function main(): Promise<void> {
  const job = JSON.parse(await readFile("job.json", "utf8")) as CompositorJob;
  const pictures = new ReadyPictures(job);
  const painter = new Painter(job.scene, pictures, job.smoothing);
  try {
    if (job.isStillOnly) await drawStill(job, pictures, painter);
    else await drawFilm(job, pictures, painter);
  } finally {
    pictures.close();
  }
}

async function drawStill({ scene, still }: CompositorJob, pictures: ReadyPictures, painter: Painter) {
  if (!still) return;
  const paints = frameAt(scene, still.frame);
  await pictures.prepare(paints, still.frame);
  painter.paint(paints);
  await keep(painter, still.file);
}

async function drawFilm(job: CompositorJob, pictures: ReadyPictures, painter: Painter): Promise<void> {
  const { scene, still } = job;
  const encoder = new Encoder(job.ffmpeg, job.encodeArgs);
  const progress = new Progress(secondsPerFrame(scene.rate));
  let shown = "";
  let pixels: Buffer = Buffer.alloc(0);
  let sinceCollection = 0;
  for (let frame = 0; frame < scene.frameCount; frame++) {
    const paints = frameAt(scene, frame);
    const key = JSON.stringify(paints);
    pictures.lookAhead(frame);
    // What does not change is not drawn again.
    if (key !== shown || frame === 0) {
      await pictures.prepare(paints, frame);
      painter.paint(paints);
      pixels = painter.frame.canvas.data();
      shown = key;
      sinceCollection += pixels.length;
    }
    if (frame === still?.frame) await keep(painter, still.file);
    await encoder.write(pixels);
    if (sinceCollection > bytesBetweenCollections) {
      sinceCollection = 0;
      globalThis.gc?.();
    }
    progress.tell(frame + 1);
  }
  await encoder.end();
  progress.tell(scene.frameCount, true);
}

async function keep(painter: Painter, file: string): Promise<void> {
  await writeFile(file, await painter.frame.canvas.encode("jpeg", 90));
}

try {
  await main();
  process.exit(0);
} catch (error) {
  const why = error instanceof Error ? error.message : String(error);
  const words = error instanceof SourceProblem ? describeSourceProblem(error) : why;
  process.stderr.write(`${words}\n`, () => process.exit(1));
}
