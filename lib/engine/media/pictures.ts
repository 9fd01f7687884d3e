import { access } from "node:fs/promises";
import path from "node:path";
import type { MediaFacts } from "../library/types.ts";
import { collectFrames } from "./collect-frames.ts";
import { EarlyFfmpeg } from "./early-ffmpeg.ts";
import {
  buildEarlyPictureArgs,
  buildPictureArgs,
  buildPictureArgsFromFile,
  buildPictureGraph,
  planPictures,
} from "./frame-args.ts";
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
  const { facts, cwd, signal } = request;
  const plan = planPictures(facts);
  // The demuxer throws at files that it half reads: then ffmpeg opens them, in its cage.
  const frames = await collectFrames(request.file, plan).catch(() => undefined);
  const poster = new PosterReader(request.onPoster);
  if (frames && plan.filmstrip && request.early) {
    await request.early.draw({
      graph: buildPictureGraph(facts, plan, frames.timestampsMs),
      packets: pieces(frames.matroska),
      onStdout: (chunk) => poster.take(chunk),
      signal,
    });
  } else if (frames) {
    await request.early?.dispose();
    await runFfmpeg(toolchain, {
      args: buildPictureArgs(facts, plan, frames.timestampsMs, filmstripFile),
      cwd,
      signal,
      limits,
      stdin: pieces(frames.matroska),
      onStdout: (chunk) => poster.take(chunk),
    });
  } else {
    await request.early?.dispose();
    await request.linkSource("source");
    const inputArgs = ["-v", "error", ...buildInputArgs("source", facts.formatName)];
    await runFfmpeg(toolchain, {
      args: buildPictureArgsFromFile(inputArgs, facts, plan, filmstripFile),
      cwd,
      signal,
      limits,
      onStdout: (chunk) => poster.take(chunk),
    });
  }

  const file = path.join(cwd, filmstripFile);
  const frameCount = frames ? Math.min(frames.timestampsMs.length, plan.timesMs.length) : plan.timesMs.length;
  const hasFilmstrip = plan.filmstrip !== null && frameCount > 1 && (await isThere(file));
  return {
    poster: poster.image,
    filmstrip:
      plan.filmstrip && hasFilmstrip
        ? {
            file,
            frameCount,
            frameWidth: plan.filmstrip.frame.width,
            frameHeight: plan.filmstrip.frame.height,
          }
        : null,
  };
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

async function isThere(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch {
    return false;
  }
}
