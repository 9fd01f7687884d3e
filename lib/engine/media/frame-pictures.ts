import type { MediaFacts } from "../library/types.ts";
import type { ByteSource } from "./byte-source.ts";
import { collectFrames, type FrameRequest } from "./collect-frames.ts";
import { collectExactFrame } from "./exact-frame.ts";
import { pipedInputArgs, selectFilter, turnFilters } from "./frame-args.ts";
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
  const frames = await collectQuietly(async () => collectExactFrame(await source.open(), timeMs));
  if (frames) {
    const select = selectFilter(frames.timestampsMs);
    const filters = [select, ...turnFilters(source.facts.rotation), ...pictureFilters(picture)];
    const [image] = await decode(toolchain, source, picture.size, 1, {
      args: [...pipedInputArgs("auto"), "-filter_complex", `[0:v:0]${filters.join(",")}[v]`],
      stdin: [frames.matroska],
    });
    if (image) return image;
  }
  const inputArgs = buildInputArgs(await source.file(), source.facts.formatName);
  const latestMs = Math.max(0, (source.facts.durationMs ?? 0) - 1);
  for (const second of [timeMs / 1000, Math.min(timeMs, latestMs) / 1000 - 1, 0]) {
    if (second < 0) continue;
    const [image] = await decode(toolchain, source, picture.size, 1, {
      args: ["-v", "error", "-ss", second.toFixed(6), ...inputArgs, ...mapped(picture)],
    });
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
  const frames = await collectQuietly(async () => collectFrames(await source.open(), request));
  if (frames) {
    const filters = [
      selectFilter(frames.timestampsMs),
      ...turnFilters(source.facts.rotation),
      ...pictureFilters(picture),
    ];
    return decode(toolchain, source, picture.size, frames.timestampsMs.length, {
      args: [...pipedInputArgs("1"), "-filter_complex", `[0:v:0]${filters.join(",")}[v]`],
      stdin: [frames.matroska],
    });
  }
  const inputArgs = buildInputArgs(await source.file(), source.facts.formatName);
  const images: RawImage[] = [];
  for (const timeMs of request.timesMs) {
    const args = ["-v", "error", "-ss", (timeMs / 1000).toFixed(3), ...inputArgs, ...mapped(picture)];
    images.push(...(await decode(toolchain, source, picture.size, 1, { args })));
  }
  return images;
}

/** ffmpeg turns the picture itself here: it reads the file's own matrix. */
const mapped = (picture: FramePicture) => ["-map", "0:v:0", "-vf", pictureFilters(picture).join(",")];

async function decode(
  toolchain: Toolchain,
  { cwd, signal }: FrameSource,
  { width, height }: ImageSize,
  count: number,
  run: { args: readonly string[]; stdin?: Iterable<Uint8Array> },
): Promise<RawImage[]> {
  const bytes = width * height * 3;
  const pixels = Buffer.alloc(bytes * count);
  let filled = 0;
  const isMapped = run.args.includes("-vf");
  await runFfmpeg(toolchain, {
    args: [
      ...run.args,
      ...(isMapped ? [] : ["-map", "[v]"]),
      ...["-an", "-sn", "-dn", "-frames:v", String(count), "-vsync", "0"],
      ...["-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"],
    ],
    ...{ cwd, signal, limits },
    ...(run.stdin && { stdin: run.stdin }),
    onStdout: (chunk) => {
      filled += chunk.copy(pixels, filled);
    },
  });
  const whole = Math.floor(filled / bytes);
  return Array.from({ length: whole }, (_unused, index) => ({
    data: pixels.subarray(index * bytes, (index + 1) * bytes),
    channels: 3 as const,
    width,
    height,
  }));
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
