import { execFile } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { access, mkdir, rename } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const cacheDirectory = fileURLToPath(new URL("../../.cache/clips", import.meta.url));

const picture = (size: string, extra = "") => ["-f", "lavfi", "-i", `testsrc2=size=${size}:rate=25${extra}`];
const tone = ["-f", "lavfi", "-i", "sine=frequency=440:sample_rate=44100"];
const h264 = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "25"];
const aac = ["-c:a", "aac", "-b:a", "64k"];

interface Recipe {
  readonly extension: string;
  readonly args: readonly string[];
}

/** Two seconds each unless their name says otherwise, synthesised by ffmpeg, kept in `.cache/clips`. */
const recipes = {
  /** H.264 and AAC in MP4, 320×180: what most people upload, small. */
  plain: { extension: "mp4", args: [...picture("320x180"), ...tone, "-t", "2", ...h264, ...aac] },
  /** The same at 1080p30, ten seconds. */
  hd10s: {
    extension: "mp4",
    args: [
      "-f",
      "lavfi",
      "-i",
      "testsrc2=size=1920x1080:rate=30",
      ...tone,
      "-t",
      "10",
      ...h264,
      "-g",
      "60",
      ...aac,
    ],
  },
  /** Ten seconds with key frames every two, 640×360: for segments and progress. */
  tenSeconds: {
    extension: "mp4",
    args: [
      ...picture("640x360"),
      ...tone,
      "-t",
      "10",
      ...h264,
      "-g",
      "50",
      "-bf",
      "2",
      "-preset",
      "veryfast",
      ...aac,
    ],
  },
  /** One key frame in all ten seconds. */
  oneKeyFrame: {
    extension: "mp4",
    args: [
      ...picture("320x180"),
      "-t",
      "10",
      ...h264,
      "-g",
      "1000",
      "-keyint_min",
      "1000",
      "-sc_threshold",
      "0",
    ],
  },
  /** Four seconds that no encoder gets small: for rates that are to be met. */
  noisy: {
    extension: "mp4",
    args: [
      ...["-f", "lavfi", "-i", "mandelbrot=size=640x360:rate=25,noise=alls=12:allf=t"],
      ...["-f", "lavfi", "-i", "anoisesrc=color=pink:amplitude=0.4:sample_rate=44100"],
      ...["-t", "4", ...h264, "-crf", "20", "-c:a", "aac", "-b:a", "192k"],
    ],
  },
  oddSize: {
    extension: "mkv",
    args: [
      ...picture("320x180", ",format=yuv444p,scale=321:181"),
      ...tone,
      "-t",
      "2",
      "-c:v",
      "ffv1",
      "-pix_fmt",
      "yuv444p",
      "-c:a",
      "flac",
    ],
  },
  tiny: {
    extension: "mkv",
    args: [...picture("16x16", ",format=yuv444p,crop=7:5"), "-t", "2", "-c:v", "ffv1", "-pix_fmt", "yuv444p"],
  },
  /** Every second frame dropped in the second half: variable frame rate. */
  variableRate: {
    extension: "mp4",
    args: [
      ...picture("320x180", ",select='if(lt(t,1),1,not(mod(n,3)))'"),
      ...["-t", "2", "-vsync", "vfr", ...h264],
    ],
  },
  audioOnly: { extension: "m4a", args: [...tone, "-t", "2", ...aac] },
  mp3: { extension: "mp3", args: [...tone, "-t", "2", "-c:a", "libmp3lame"] },
  wav192k: {
    extension: "wav",
    args: ["-f", "lavfi", "-i", "sine=frequency=440:sample_rate=192000", "-t", "2"],
  },
  eightChannels: {
    extension: "mkv",
    args: [
      "-f",
      "lavfi",
      "-i",
      "sine=frequency=440:sample_rate=48000,pan=7.1|c0=c0|c1=c0|c2=c0",
      "-t",
      "2",
      "-c:a",
      "flac",
    ],
  },
  videoOnly: { extension: "mp4", args: [...picture("320x180"), "-t", "2", ...h264] },
  vp9: {
    extension: "webm",
    args: [
      ...picture("320x180"),
      ...tone,
      "-t",
      "2",
      "-c:v",
      "libvpx-vp9",
      "-deadline",
      "realtime",
      "-c:a",
      "libopus",
    ],
  },
  tenBit: {
    extension: "mp4",
    args: [
      ...picture("320x180"),
      "-t",
      "2",
      "-c:v",
      "libx264",
      "-preset",
      "ultrafast",
      "-pix_fmt",
      "yuv420p10le",
    ],
  },
  mpegTs: { extension: "ts", args: [...picture("320x180"), ...tone, "-t", "2", ...h264, ...aac] },
  avi: {
    extension: "avi",
    args: [...picture("320x180"), ...tone, "-t", "2", "-c:v", "mpeg4", "-c:a", "mp3"],
  },
  /** The index at the end, as cameras write it. */
  indexLast: { extension: "mov", args: [...picture("320x180"), ...tone, "-t", "2", ...h264, ...aac] },
} as const satisfies Record<string, Recipe>;

export type ClipName = keyof typeof recipes | "rotated";

/** The path of a clip, made at its first use. Never write to it. */
export async function clip(name: ClipName): Promise<string> {
  if (name === "rotated") return rotatedClip();
  const { extension, args } = recipes[name];
  const faststart = extension === "mp4" ? ["-movflags", "+faststart"] : [];
  return makeOnce(`${name}-${digest(args)}.${extension}`, [...args, ...faststart]);
}

/** A landscape picture stored as such, to be shown turned by 90°, as phones do. */
async function rotatedClip(): Promise<string> {
  const plain = await clip("plain");
  // ffmpeg before 6 writes the matrix from this tag; later versions want it on the input.
  const tagged = ["-i", plain, "-c", "copy", "-metadata:s:v:0", "rotate=270"];
  return makeOnce(`rotated-${digest(tagged)}.mp4`, tagged);
}

async function makeOnce(name: string, args: readonly string[]): Promise<string> {
  const file = path.join(cacheDirectory, name);
  try {
    await access(file);
    return file;
  } catch {
    await mkdir(cacheDirectory, { recursive: true });
  }
  // Two test files may make it at once: each aside, the last one in place, both the same.
  const aside = path.join(cacheDirectory, `${randomUUID()}-${name}`);
  await run("ffmpeg", ["-v", "error", "-y", ...args, aside], { timeout: 120_000 });
  await rename(aside, file);
  return file;
}

function digest(args: readonly string[]): string {
  return createHash("sha256").update(args.join("\n")).digest("hex").slice(0, 10);
}
