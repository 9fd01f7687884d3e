import { access } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { MediaFacts } from "../library/types.ts";
import { collectFrames } from "./collect-frames.ts";
import { EarlyFfmpeg } from "./early-ffmpeg.ts";
import {
  buildEarlyPictureArgs,
  buildPictureArgs,
  buildPictureArgsFromFile,
  buildPictureGraph,
  type PicturePlan,
  planPictures,
} from "./frame-args.ts";
import type { CollectedFrames } from "./frames-matroska.ts";
import { buildInputArgs } from "./input-rules.ts";
import { runFfmpeg } from "./run-ffmpeg.ts";
import type { Toolchain } from "./toolchain.ts";

export interface PictureRequest {
  /** Absolute path of the source. */
  readonly file: string;
  readonly facts: MediaFacts;
  /** The task's own directory; ffmpeg works in it. */
  readonly cwd: string;
  /** Puts the source into `cwd` under this name, for the sources that ffmpeg has to open itself. */
  readonly linkSource: (name: string) => Promise<void>;
  readonly signal: AbortSignal;
  /** The poster, as soon as it is there; the filmstrip follows. */
  readonly onPoster: (jpeg: Buffer) => void;
  /** An ffmpeg that waits in `cwd`. It is used or disposed of here. */
  readonly early?: EarlyFfmpeg | undefined;
}

export interface MadePictures {
  readonly poster: Buffer | null;
  readonly filmstrip: {
    readonly file: string;
    readonly frameCount: number;
    readonly frameWidth: number;
    readonly frameHeight: number;
  } | null;
}

const limits = {
  addressSpaceBytes: 4 * 1024 ** 3,
  cpuSeconds: 120,
  fileBytes: 64 * 1024 ** 2,
  openFiles: 64,
  nice: 0,
  wallSeconds: 120,
  stallSeconds: 120,
};
const filmstripFile = "filmstrip.jpg";

/** An ffmpeg for pictures of a source that is not there yet. */
export const openEarlyPictures = (toolchain: Toolchain, cwd: string): EarlyFfmpeg =>
  new EarlyFfmpeg(toolchain, { args: buildEarlyPictureArgs(filmstripFile), cwd, limits });

const mostPosterBytes = 16 * 1024 * 1024;

/** Poster and hover filmstrip of a source with a picture, from one decode of the few frames they need. */
export async function makePictures(toolchain: Toolchain, request: PictureRequest): Promise<MadePictures> {
  const { facts, cwd, signal, early, onPoster } = request;
  const plan = planPictures(facts);
  // The demuxer throws at files that it half reads: then ffmpeg opens them, in its cage.
  const frames = await collectFrames(request.file, plan).catch(() => undefined);
  if (frames && plan.filmstrip && early) {
    return drawPictures(early, { facts, plan, frames, cwd, signal, onPoster });
  }
  await early?.dispose();
  const poster = new PosterReader(onPoster);
  const onStdout = (chunk: Buffer) => poster.take(chunk);
  if (frames) {
    const args = buildPictureArgs(facts, plan, frames, filmstripFile);
    await runFfmpeg(toolchain, { args, cwd, signal, limits, stdin: pieces(frames.matroska), onStdout });
  } else {
    await request.linkSource("source");
    const inputArgs = ["-v", "error", ...buildInputArgs("source", facts.formatName)];
    const args = buildPictureArgsFromFile(inputArgs, facts, plan, filmstripFile);
    await runFfmpeg(toolchain, { args, cwd, signal, limits, onStdout });
  }
  return whatWasMade(poster.image, { plan, frames, cwd });
}

interface Drawing extends Pick<PictureRequest, "facts" | "cwd" | "signal" | "onPoster"> {
  readonly plan: PicturePlan;
  readonly frames: CollectedFrames;
  /** How long the filmstrip leaves the processor to who shows the poster. */
  readonly restMs?: number;
}

/** The same by an ffmpeg that waits in `cwd`, of a plan with a filmstrip, from frames that were collected for it. */
export async function drawPictures(
  early: EarlyFfmpeg,
  { facts, plan, frames, cwd, signal, onPoster, restMs = 0 }: Drawing,
): Promise<MadePictures> {
  const drawn = Promise.withResolvers<void>();
  const poster = new PosterReader((jpeg) => {
    onPoster(jpeg);
    drawn.resolve();
  });
  await early.draw({
    graph: buildPictureGraph(facts, plan, frames),
    packets: restMs > 0 ? posterFirst(frames, drawn.promise, restMs) : pieces(frames.matroska),
    onStdout: (chunk) => poster.take(chunk),
    signal,
  });
  return whatWasMade(poster.image, { plan, frames, cwd });
}

async function whatWasMade(
  poster: Buffer | null,
  { plan, frames, cwd }: { plan: PicturePlan; frames: CollectedFrames | undefined; cwd: string },
): Promise<MadePictures> {
  const file = path.join(cwd, filmstripFile);
  const frameCount = frames ? Math.min(frames.timestampsMs.length, plan.timesMs.length) : plan.timesMs.length;
  if (!plan.filmstrip || frameCount < 2 || !(await isThere(file))) return { poster, filmstrip: null };
  const { width: frameWidth, height: frameHeight } = plan.filmstrip.frame;
  return { poster, filmstrip: { file, frameCount, frameWidth, frameHeight } };
}

/** Puts the JPEG together that ffmpeg writes to its standard output. */
class PosterReader {
  readonly #onPoster: (jpeg: Buffer) => void;
  #received = Buffer.alloc(0);
  image: Buffer | null = null;

  constructor(onPoster: (jpeg: Buffer) => void) {
    this.#onPoster = onPoster;
  }

  take(chunk: Buffer): void {
    if (this.image || this.#received.length + chunk.length > mostPosterBytes) return;
    this.#received = Buffer.concat([this.#received, chunk]);
    const isWhole = this.#received.at(-2) === 0xff && this.#received.at(-1) === 0xd9;
    if (!isWhole) return;
    this.image = this.#received;
    this.#onPoster(this.image);
  }
}

function* pieces(bytes: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < bytes.byteLength; start += 256 * 1024) {
    yield bytes.subarray(start, start + 256 * 1024);
  }
}

/** No poster, or none yet: the filmstrip is drawn all the same. */
const posterWithinMs = 200;

/** The frame that comes before all others; then, when its poster is drawn and the rest is over, those. */
async function* posterFirst(
  { matroska, leadBytes = 0 }: CollectedFrames,
  poster: Promise<void>,
  restMs: number,
): AsyncGenerator<Uint8Array> {
  yield* pieces(matroska.subarray(0, leadBytes));
  if (leadBytes > 0) await Promise.race([poster.then(() => delay(restMs)), delay(posterWithinMs)]);
  yield* pieces(matroska.subarray(leadBytes));
}

async function isThere(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch {
    return false;
  }
}
