import path from "node:path";
import type { EngineStorage } from "../storage.ts";
import { runFfmpeg } from "./run-ffmpeg.ts";
import type { Toolchain } from "./toolchain.ts";

/** One sample clip, before it is made. */
export interface SampleClip {
  readonly title: string;
  readonly fileName: string;
  /** What ffmpeg synthesises: a lavfi picture and a lavfi sound. */
  readonly picture: string;
  readonly sound: string;
  readonly seconds: number;
}

/** Clips that ffmpeg synthesises, with sound, of different shapes and lengths. */
export interface SampleMaker {
  readonly clips: readonly SampleClip[];
  /** Makes the clip, puts it into storage and resolves to its storage key. */
  make(clip: SampleClip, options: { signal?: AbortSignal }): Promise<string>;
}

/** Only sources that ffmpeg has had since 4.1, the bundled build. */
const clips: readonly SampleClip[] = [
  {
    title: "Colour drift",
    fileName: "colour-drift.mp4",
    picture: "mandelbrot=size=1280x720:rate=30:maxiter=300:end_scale=0.02",
    sound: "sine=frequency=220:beep_factor=4:sample_rate=48000",
    seconds: 12,
  },
  {
    title: "Test card, 16:9",
    fileName: "test-card.mp4",
    picture: "testsrc2=size=1280x720:rate=30",
    sound: "sine=frequency=440:beep_factor=2:sample_rate=48000",
    seconds: 20,
  },
  {
    title: "Living cells, portrait",
    fileName: "living-cells.mp4",
    picture:
      "life=size=180x320:rate=25:ratio=0.12:mold=12:life_color=#7dd3fc:death_color=#0f172a:mold_color=#1e3a8a,scale=720:1280:flags=neighbor",
    sound: "aevalsrc='0.2*sin(2*PI*t*(180+60*sin(t)))|0.2*sin(2*PI*t*(183+60*sin(t)))':sample_rate=44100",
    seconds: 8,
  },
  {
    title: "Square waves, 1:1",
    fileName: "square-waves.mp4",
    picture: "rgbtestsrc=size=720x720:rate=24,hue=h='t*40':s=1.2",
    sound: "aevalsrc='0.15*(2*floor(mod(t*110\\,1)*2)-1)':sample_rate=44100",
    seconds: 6,
  },
  {
    title: "Slow gradient, ultra wide",
    fileName: "slow-gradient.mp4",
    picture: "smptehdbars=size=1680x720:rate=30,hue=h='t*12',gblur=sigma=24",
    sound: "anoisesrc=color=brown:amplitude=0.25:sample_rate=48000",
    seconds: 15,
  },
];

const limits = {
  addressSpaceBytes: 4 * 1024 ** 3,
  cpuSeconds: 600,
  fileBytes: 512 * 1024 ** 2,
  openFiles: 64,
  nice: 5,
  wallSeconds: 300,
  stallSeconds: 120,
};

export function createSampleMaker(toolchain: Toolchain, storage: EngineStorage): SampleMaker {
  return {
    clips,
    async make(clip, { signal = new AbortController().signal }) {
      const work = await storage.workDirectory("sample");
      try {
        await runFfmpeg(toolchain, { args: buildSampleArgs(clip), cwd: work.path, signal, limits });
        const key = storage.newKey(clip.fileName);
        await storage.adopt(path.join(work.path, "sample.mp4"), key);
        return key;
      } finally {
        await work.dispose();
      }
    },
  };
}

/** H.264 and AAC with a key frame every two seconds: plays at once, and its preview has short segments. */
export function buildSampleArgs(clip: SampleClip): string[] {
  const fade = `afade=t=in:d=0.5,afade=t=out:st=${clip.seconds - 0.5}:d=0.5`;
  return [
    ...["-v", "error", "-f", "lavfi", "-i", clip.picture, "-f", "lavfi", "-i", `${clip.sound},${fade}`],
    ...["-t", String(clip.seconds), "-map", "0:v", "-map", "1:a"],
    ...["-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-pix_fmt", "yuv420p", "-g", "60"],
    ...["-c:a", "aac", "-b:a", "96k", "-ac", "2", "-movflags", "+faststart", "-f", "mp4", "file:sample.mp4"],
  ];
}
