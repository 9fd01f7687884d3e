import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { setImmediate as turn } from "node:timers/promises";
import { frameAt } from "../frame/frame-at.ts";
import { type Scene, secondsPerFrame } from "../scene/scene.ts";
import type { CompositorJob } from "./job.ts";
import { Painter } from "./painter.ts";
import { ReadyPictures } from "./ready-pictures.ts";
import { describeSourceProblem, SourceProblem } from "./source-problem.ts";

// A process of its own: it draws a film's frames and feeds them to ffmpeg. It is told its job by a file, says its
// progress on descriptor 3 as ffmpeg does, and ends with 0, or with 1 and a sentence on standard error.

const progressEveryMs = 200;
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
  const encoder = new Encoder(job);
  const progress = new Progress(scene);
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

/** ffmpeg, taking frames as fast as it encodes them. */
class Encoder {
  readonly #child;
  readonly #ended: Promise<number | null>;
  #log = "";
  #hasEnded = false;

  constructor({ ffmpeg, encodeArgs }: CompositorJob) {
    this.#child = spawn(ffmpeg, ["-nostdin", "-hide_banner", "-y", ...encodeArgs], {
      stdio: ["pipe", "ignore", "pipe"],
    });
    this.#child.stderr.on("data", (chunk) => {
      this.#log = (this.#log + chunk).slice(-4000);
    });
    // It closes its input when it fails; why is on its standard error.
    this.#child.stdin.on("error", () => {});
    this.#ended = new Promise((resolve) => {
      this.#child.on("error", () => resolve(-1));
      this.#child.on("close", (code) => resolve(code));
    });
    this.#ended.then(() => {
      this.#hasEnded = true;
    });
  }

  async write(pixels: Buffer): Promise<void> {
    if (this.#hasEnded) throw new Error(this.#log.trim() || "the encoder ended too early");
    if (!this.#child.stdin.write(pixels)) await Promise.race([once(this.#child.stdin, "drain"), this.#ended]);
    // Frames that are alike are written without waiting for anything: the pipe has to get its turn.
    await turn();
  }

  async end(): Promise<void> {
    this.#child.stdin.end();
    const code = await this.#ended;
    if (code !== 0) throw new Error(this.#log.trim() || `the encoder ended with code ${code}`);
  }
}

/** In ffmpeg's own words, so that one reader understands both. */
class Progress {
  readonly #scene: Scene;
  readonly #stream;
  readonly #started = performance.now();
  #said = 0;

  constructor(scene: Scene) {
    this.#scene = scene;
    this.#stream = createWriteStream("", { fd: 3 });
    this.#stream.on("error", () => {});
  }

  tell(frames: number, isEnd = false): void {
    const now = performance.now();
    if (!isEnd && now - this.#said < progressEveryMs) return;
    this.#said = now;
    const seconds = frames * secondsPerFrame(this.#scene.rate);
    const speed = (seconds * 1000) / Math.max(1, now - this.#started);
    this.#stream.write(
      `frame=${frames}\nout_time_us=${Math.round(seconds * 1e6)}\nspeed=${speed.toFixed(2)}x\nprogress=${isEnd ? "end" : "continue"}\n`,
    );
  }
}

try {
  await main();
  process.exit(0);
} catch (error) {
  const why = error instanceof Error ? error.message : String(error);
  const words = error instanceof SourceProblem ? describeSourceProblem(error) : why;
  process.stderr.write(`${words}\n`, () => process.exit(1));
}
