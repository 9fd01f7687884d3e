import type { FrameRate } from "../compose/scene/scene.ts";
import { buildInputArgs } from "../input-rules.ts";
import type { FrameGroup } from "./frame-groups.ts";

/** Some frames of one or more groups that follow one another, held in memory to be handed on backwards. */
export interface ReverseChunk {
  /** Of the group that decoding begins at. */
  readonly start: number;
  /** Whether the next key frame is far enough for ffmpeg to be sent past this one and still find it. */
  readonly isLong: boolean;
  /** Decoded, and not kept. */
  readonly skip: number;
  readonly frames: number;
}

/** Bytes of frames in memory: one chunk is written while the next is decoded. */
export const defaultChunkBytes = 40 * 1024 * 1024;
/** A group this many times longer than a chunk is decoded from its start so often that another way is shorter. */
const mostChunksOfGroup = 6;

/**
 * Where frames are stored in another order than they are shown in, ffmpeg seeks 3/23 s before what it is told, and so
 * from a key frame to the one before: a whole group would be decoded for nothing. Sent this far past the key frame it
 * finds it either way.
 */
const seekAheadSeconds = 0.135;
/** Only these tell where key frames are; elsewhere decoding begins at the first one after the place. */
const indexedFormats: ReadonlySet<string | null> = new Set(["mp4", "mov", "matroska", "webm"]);

/** 4:2:0: a pixel is a byte and a half. */
export const bytesOfFrame = ({ width, height }: { width: number; height: number }) =>
  (width * height * 3) / 2;

export const framesOfChunk = (size: { width: number; height: number }, bytes = defaultChunkBytes): number =>
  Math.max(4, Math.floor(bytes / bytesOfFrame(size)));

/** Whether a group is too long to be decoded piece by piece from its one key frame. */
export const hasLongGroup = (groups: readonly FrameGroup[], chunkFrames: number): boolean =>
  groups.some(({ frames }) => frames > chunkFrames * mostChunksOfGroup);

/** The whole video in chunks, the last first. Short groups are taken together, long ones apart. */
export function planChunks(groups: readonly FrameGroup[], chunkFrames: number): ReverseChunk[] {
  const chunks: ReverseChunk[] = [];
  for (const [index, { start, frames }] of groups.entries()) {
    const isLong = (groups[index + 1]?.start ?? Number.POSITIVE_INFINITY) - start > seekAheadSeconds * 1.5;
    const last = chunks.at(-1);
    if (last && last.skip === 0 && last.frames + frames <= chunkFrames) {
      chunks[chunks.length - 1] = { ...last, frames: last.frames + frames };
      continue;
    }
    for (let skip = 0; skip < frames; skip += chunkFrames) {
      chunks.push({ start, isLong, skip, frames: Math.min(chunkFrames, frames - skip) });
    }
  }
  return chunks.reverse();
}

export interface ReverseSource {
  readonly file: string;
  readonly formatName: string | null;
  /** From the stored picture to the wanted one; empty when it is that already. */
  readonly filters: readonly string[];
}

/** ffmpeg's arguments that give a chunk's frames, raw, in the order they are shown in. */
export function buildChunkArgs(source: ReverseSource, chunk: ReverseChunk): string[] {
  // Half a millisecond early: rounded, the key frame itself would lie before it and be dropped.
  const early = 0.0005;
  const isAhead = chunk.isLong && indexedFormats.has(source.formatName);
  const from = chunk.start > 0 ? chunk.start + (isAhead ? seekAheadSeconds : -early) : 0;
  const filters = [
    // Times count from where ffmpeg was sent; what an open group shows before its key frame is not of it.
    ...(from > 0 && isAhead ? [`select='gte(t,${-seekAheadSeconds - early})'`] : []),
    ...(chunk.skip > 0 ? [`select='gte(n,${chunk.skip})'`] : []),
    ...source.filters,
    "format=yuv420p",
  ];
  return [
    ...["-nostdin", "-hide_banner", "-v", "error"],
    // One thread holds a frame or two less than many, and the encoder has the rest of the machine.
    ...["-threads", "2"],
    ...(from > 0 ? [...(isAhead ? ["-noaccurate_seek"] : []), "-ss", from.toFixed(6)] : []),
    ...buildInputArgs(source.file, source.formatName),
    ...["-map", "0:v:0", "-an", "-sn", "-dn", "-vsync", "0", "-vf", filters.join(",")],
    ...["-frames:v", String(chunk.frames), "-f", "rawvideo", "pipe:1"],
  ];
}

export interface ReverseEncoding {
  readonly size: { readonly width: number; readonly height: number };
  readonly rate: FrameRate;
  readonly crf: number;
  readonly gop: number;
  readonly mostKbps: number | null;
  /** Null without sound. */
  readonly sound: { readonly file: string; readonly sampleRate: number; readonly channels: number } | null;
}

export function buildReverseEncodeArgs(encoding: ReverseEncoding, file: string): string[] {
  const { size, rate, crf, gop, mostKbps, sound } = encoding;
  return [
    ...[
      "-v",
      "error",
      "-f",
      "rawvideo",
      "-pix_fmt",
      "yuv420p",
      "-video_size",
      `${size.width}x${size.height}`,
    ],
    ...["-framerate", `${rate.frames}/${rate.seconds}`, "-i", "pipe:0"],
    ...(sound
      ? [
          "-f",
          "s16le",
          "-ar",
          String(sound.sampleRate),
          "-ac",
          String(sound.channels),
          "-i",
          `file:${sound.file}`,
        ]
      : []),
    ...["-map", "0:v:0", ...(sound ? ["-map", "1:a:0", "-c:a", "aac", "-b:a", "128k"] : [])],
    ...["-c:v", "libx264", "-preset", "veryfast", "-crf", String(crf), "-g", String(gop)],
    // As many threads as cores, and what each looks ahead, would be most of the memory, and more on every larger machine.
    ...["-threads", "2", "-x264-params", "sync-lookahead=0:rc-lookahead=5"],
    ...(mostKbps === null ? [] : ["-maxrate", `${mostKbps}k`, "-bufsize", `${mostKbps * 2}k`]),
    ...["-map_metadata", "-1", "-movflags", "+faststart", "-f", "mp4", `file:${file}`],
  ];
}

/** The sound as raw samples, exactly as long as the picture, so that its end is where the picture's is. */
export function buildForwardSoundArgs(
  source: Pick<ReverseSource, "file" | "formatName">,
  sound: { readonly file: string; readonly sampleRate: number; readonly channels: number },
  lasts: number,
): string[] {
  return [
    ...["-nostdin", "-hide_banner", "-v", "error", "-y", ...buildInputArgs(source.file, source.formatName)],
    ...["-map", "0:a:0", "-vn", "-sn", "-dn"],
    ...["-af", `aresample=${sound.sampleRate}:async=1:first_pts=0,apad,atrim=end=${lasts.toFixed(6)}`],
    ...["-ac", String(sound.channels), "-ar", String(sound.sampleRate), "-f", "s16le", `file:${sound.file}`],
  ];
}

/** The same frames without loss, in groups of a chunk: for a video with one key frame, or of an unknown format. */
export function buildRegroupArgs(source: ReverseSource, chunkFrames: number, file: string): string[] {
  return [
    ...[
      "-v",
      "error",
      ...buildInputArgs(source.file, source.formatName),
      "-map",
      "0:v:0",
      "-an",
      "-sn",
      "-dn",
    ],
    ...["-vsync", "0", "-vf", [...source.filters, "format=yuv420p"].join(",")],
    ...["-c:v", "libx264", "-preset", "ultrafast", "-qp", "0", "-bf", "0"],
    ...["-g", String(chunkFrames), "-keyint_min", String(chunkFrames), "-sc_threshold", "0"],
    ...["-f", "matroska", `file:${file}`],
  ];
}

const knownRates: readonly FrameRate[] = [
  ...[8, 10, 12, 15, 24, 25, 30, 48, 50, 60, 100, 120].map((frames) => ({ frames, seconds: 1 })),
  ...[24_000, 30_000, 60_000, 120_000].map((frames) => ({ frames, seconds: 1001 })),
];

/** The rate at which so many frames last so long; a well-known one within a thousandth. */
export function rateOf(frameCount: number, seconds: number): FrameRate {
  const rate = seconds > 0 && frameCount > 0 ? frameCount / seconds : 25;
  const distance = ({ frames, seconds: per }: FrameRate) => Math.abs(frames / per - rate) / rate;
  const nearest = knownRates.reduce((best, one) => (distance(one) < distance(best) ? one : best));
  return distance(nearest) < 0.001
    ? nearest
    : { frames: Math.max(1, Math.round(rate * 1000)), seconds: 1000 };
}
