import type { MediaFacts } from "../library/types.ts";
import type { ByteSource } from "./byte-source.ts";
import { collectFrames, type FrameRequest } from "./collect-frames.ts";
import { EarlyFfmpeg } from "./early-ffmpeg.ts";
import { collectExactFrame } from "./exact-frame.ts";
import { pipedInputArgs, selectFilter, turnFilters } from "./frame-args.ts";
import type { CollectedFrames } from "./frames-matroska.ts";
import type { ImageSize, RawImage } from "./images.ts";
import { buildInputArgs } from "./input-rules.ts";
import { runFfmpeg } from "./run-ffmpeg.ts";
import type { Toolchain } from "./toolchain.ts";

/** Frames of a video as pixels: by packets out of the demuxer where it reads the file, else by ffmpeg from the file. */
export interface FrameSource {
  readonly facts: MediaFacts;
  /** A new one at each call; whoever opens it closes it. */
  readonly open: () => Promise<ByteSource>;
  /** The whole file below `cwd`, for what the demuxer does not read. */
  readonly file: () => Promise<string>;
  readonly cwd: string;
  readonly signal: AbortSignal;
}

export interface FramePicture {
  readonly size: ImageSize;
  /** Fills the size and cuts what is over, instead of being stretched to it. */
  readonly isCropped: boolean;
}

const limits = {
  addressSpaceBytes: 4 * 1024 ** 3,
  cpuSeconds: 600,
  fileBytes: 1024,
  openFiles: 64,
  nice: 0,
  wallSeconds: 600,
  stallSeconds: 600,
};

/** The frame that `ffmpeg -ss` takes at this time; the last one past the end. Undefined when there is none. */
export async function takeExactFrame(
  toolchain: Toolchain,
  source: FrameSource,
  timeMs: number,
  picture: FramePicture,
): Promise<RawImage | undefined> {
  const collect = async () => collectExactFrame(await source.open(), timeMs);
  const [collected] = (await decodeCollected(toolchain, source, picture, collect)) ?? [];
  if (collected) return collected;
  const inputArgs = buildInputArgs(await source.file(), source.facts.formatName);
  const latestMs = Math.max(0, (source.facts.durationMs ?? 0) - 1);
  for (const second of [timeMs / 1000, Math.min(timeMs, latestMs) / 1000 - 1, 0]) {
    if (second < 0) continue;
    const image = await decodeFromFile(toolchain, source, picture, ["-ss", second.toFixed(6), ...inputArgs]);
    if (image) return image;
  }
  return undefined;
}

/**
 * A frame near each time, ascending, each frame once: key frames where they are near enough, since they decode alone;
 * else the very frames.
 */
export async function takeFrames(
  toolchain: Toolchain,
  source: FrameSource,
  request: FrameRequest,
  picture: FramePicture,
): Promise<RawImage[]> {
  const collect = async () => collectFrames(await source.open(), request);
  const collected = await decodeCollected(toolchain, source, picture, collect);
  if (collected) return collected;
  const inputArgs = buildInputArgs(await source.file(), source.facts.formatName);
  const images: RawImage[] = [];
  for (const timeMs of request.timesMs) {
    const at = ["-ss", (timeMs / 1000).toFixed(3), ...inputArgs];
    const image = await decodeFromFile(toolchain, source, picture, at);
    if (image) images.push(image);
  }
  return images;
}

/** The frames that the demuxer takes out of the file, decoded by an ffmpeg that loads meanwhile; undefined without any. */
async function decodeCollected(
  toolchain: Toolchain,
  { facts, cwd, signal }: FrameSource,
  picture: FramePicture,
  collect: () => Promise<CollectedFrames | undefined>,
): Promise<RawImage[] | undefined> {
  const early = EarlyFfmpeg.isPossible(toolchain)
    ? new EarlyFfmpeg(toolchain, {
        args: [...pipedInputArgs("auto"), "-filter_complex_script", "pipe:4", ...outputArgs("[v]")],
        cwd,
        limits,
      })
    : undefined;
  try {
    const frames = await collectQuietly(collect);
    if (!frames) return undefined;
    const filters = [
      selectFilter(frames.timestampsMs),
      ...turnFilters(facts.rotation),
      ...pictureFilters(picture),
    ];
    const graph = `[0:v:0]${filters.join(",")}[v]`;
    const pixels = new PixelReader(picture.size, frames.timestampsMs.length);
    const packets = [frames.matroska];
    const onStdout = (chunk: Buffer) => pixels.take(chunk);
    if (early) await early.draw({ graph, packets, onStdout, signal });
    else {
      const args = [...pipedInputArgs("auto"), "-filter_complex", graph, ...outputArgs("[v]")];
      await runFfmpeg(toolchain, { args, cwd, signal, limits, stdin: packets, onStdout });
    }
    return pixels.images();
  } finally {
    await early?.dispose();
  }
}

async function decodeFromFile(
  toolchain: Toolchain,
  { cwd, signal }: FrameSource,
  picture: FramePicture,
  inputArgs: readonly string[],
): Promise<RawImage | undefined> {
  const pixels = new PixelReader(picture.size, 1);
  // ffmpeg turns the picture itself here: it reads the file's own matrix.
  const filters = ["-vf", pictureFilters(picture).join(",")];
  await runFfmpeg(toolchain, {
    args: ["-v", "error", ...inputArgs, ...filters, "-frames:v", "1", ...outputArgs("0:v:0")],
    ...{ cwd, signal, limits },
    onStdout: (chunk) => pixels.take(chunk),
  });
  return pixels.images()[0];
}

const outputArgs = (stream: string) => [
  ...["-map", stream, "-an", "-sn", "-dn", "-vsync", "0"],
  ...["-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"],
];

/** Pictures of one size, one after another. */
class PixelReader {
  readonly #size: ImageSize;
  readonly #pixels: Buffer;
  #filled = 0;

  constructor(size: ImageSize, most: number) {
    this.#size = size;
    this.#pixels = Buffer.alloc(size.width * size.height * 3 * most);
  }

  take(chunk: Buffer): void {
    this.#filled += chunk.copy(this.#pixels, this.#filled);
  }

  /** Those that came whole. */
  images(): RawImage[] {
    const { width, height } = this.#size;
    const bytes = width * height * 3;
    return Array.from({ length: Math.floor(this.#filled / bytes) }, (_unused, index) => ({
      data: this.#pixels.subarray(index * bytes, (index + 1) * bytes),
      channels: 3 as const,
      width,
      height,
    }));
  }
}

function pictureFilters({ size: { width, height }, isCropped }: FramePicture): string[] {
  // Of the source in its own shape: the largest part that has the result's.
  const shape = `${width}/${height}`;
  const crop = [`crop='min(iw,ih*${shape})':'min(ih,iw/(${shape}))'`];
  return [...(isCropped ? crop : []), `scale=${width}:${height}:flags=bicubic`, "setsar=1"];
}

/** What the demuxer fails at is the file's, and ffmpeg's turn. */
async function collectQuietly<T>(collect: () => Promise<T>): Promise<T | undefined> {
  try {
    return await collect();
  } catch {
    return undefined;
  }
}
