import { execFile } from "node:child_process";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import type { Profile } from "#lib/engine/media/compose/output/profiles.ts";
import { renderFilm } from "#lib/engine/media/compose/render-film.ts";
import { buildScene } from "#lib/engine/media/compose/scene/build-scene.ts";
import { MediaBook, type SourceFacts } from "#lib/engine/media/compose/scene/media-book.ts";
import { readMovie } from "#lib/engine/media/compose/sxml/read-movie.ts";
import { findToolchain, type Toolchain } from "#lib/engine/media/toolchain.ts";

const run = promisify(execFile);

/** Small, and without loss: what is drawn can be compared pixel by pixel, what sounds sample by sample. */
export const goldenProfile: Profile = {
  frame: { width: 160, height: 90 },
  stored: null,
  rate: { frames: 25, seconds: 1 },
  video: { encoder: "ffv1", kbps: 0 },
  audio: { encoder: "pcm_s16le", kbps: 0, sampleRate: 44_100 },
  container: "matroska",
  extension: "mkv",
};

export interface FilmSource {
  readonly file: string;
  readonly formatName: string | null;
  readonly facts: SourceFacts;
}

export interface Film {
  readonly frameCount: number;
  readonly durationSeconds: number;
  /** Red, green and blue of a pixel. */
  pixel(frame: number, x: number, y: number): readonly [number, number, number];
  /** A whole frame, red, green, blue, opacity. */
  frame(frame: number): Buffer;
  /** Samples of the left channel, -1 to 1. */
  readonly sound: Float32Array;
}

export const filmLimits = {
  addressSpaceBytes: 8 * 1024 ** 3,
  cpuSeconds: 600,
  fileBytes: 1024 ** 3,
  openFiles: 256,
  nice: 0,
  wallSeconds: 120,
  stallSeconds: 60,
};

/** Renders a body's SXML, its sources named `http://media/<name>`, and reads the result back with ffmpeg. */
export async function renderGolden(
  body: string,
  sources: Readonly<Record<string, FilmSource>> = {},
  options: { readonly toolchain?: Toolchain; readonly profile?: Profile } = {},
): Promise<Film> {
  const profile = options.profile ?? goldenProfile;
  const toolchain = options.toolchain ?? (await findToolchain({}));
  const cwd = await mkdtemp(path.join(tmpdir(), "reelyard-film-"));
  try {
    const named = Object.entries(sources);
    await Promise.all(named.map(([, { file }], index) => copyFile(file, path.join(cwd, `source-${index}`))));
    const book = new MediaBook(named.map(([name, { facts }]) => ({ url: `http://media/${name}`, facts })));
    const built = buildScene(readMovie(movie(body)), book, profile);
    const file = `film.${profile.extension}`;
    await renderFilm(toolchain, {
      ...built,
      profile,
      cwd,
      sources: named.map(([, { formatName }], index) => ({ file: `source-${index}`, formatName })),
      film: { file, isPreview: false },
      still: null,
      antialias: 4,
      signal: new AbortController().signal,
      limits: filmLimits,
    });
    return await readFilm(path.join(cwd, file), profile, built.durationSeconds);
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}

export const movie = (body: string) => `<movie service="craftsman-1.0"><body>${body}</body></movie>`;

async function readFilm(file: string, { frame }: Profile, durationSeconds: number): Promise<Film> {
  const pixels = await rawPictures(file, `${frame.width}:${frame.height}`);
  const bytes = frame.width * frame.height * 4;
  const sound = await decode(["-i", file, "-map", "0:a?", "-ac", "2", "-f", "f32le", "pipe:1"]).catch(() =>
    Buffer.alloc(0),
  );
  const both = new Float32Array(sound.buffer, sound.byteOffset, Math.floor(sound.byteLength / 4));
  return {
    frameCount: pixels.length / bytes,
    durationSeconds,
    frame: (index) => pixels.subarray(index * bytes, (index + 1) * bytes),
    pixel(index, x, y) {
      const at = index * bytes + (y * frame.width + x) * 4;
      return [pixels[at] ?? -1, pixels[at + 1] ?? -1, pixels[at + 2] ?? -1];
    },
    sound: both.filter((_sample, index) => index % 2 === 0),
  };
}

/** Every frame of a file as ffmpeg, which did not draw it, sees it. */
export const rawPictures = (file: string, size: string): Promise<Buffer> =>
  decode(["-i", file, "-vf", `scale=${size}:flags=bicubic,format=rgba`, "-f", "rawvideo", "pipe:1"]);

async function decode(args: readonly string[]): Promise<Buffer> {
  const { stdout } = await run("ffmpeg", ["-v", "error", ...args], {
    encoding: "buffer",
    maxBuffer: 512 * 1024 * 1024,
    timeout: 60_000,
  });
  return stdout;
}

/** A picture or sound made by ffmpeg's own sources. */
export async function synthesise(file: string, args: readonly string[]): Promise<string> {
  await run("ffmpeg", ["-v", "error", "-y", ...args, file], { timeout: 60_000 });
  return file;
}

/** Of a stretch of sound, in decibels of full scale. */
export function levelOf(sound: Float32Array, fromSeconds: number, toSeconds: number): number {
  const part = sound.subarray(Math.round(fromSeconds * 44_100), Math.round(toSeconds * 44_100));
  const power = part.reduce((sum, sample) => sum + sample * sample, 0) / part.length;
  return 10 * Math.log10(power);
}
