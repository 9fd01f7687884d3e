import { type ChildProcess, spawn } from "node:child_process";
import { readFrames } from "../../frame-feed/read-frames.ts";
import { buildInputArgs } from "../../input-rules.ts";
import { type FrameRate, type SceneClip, secondsPerFrame } from "../scene/scene.ts";
import type { CompositorSource } from "./job.ts";
import { fillSheet, makeSheet, type Sheet } from "./sheets.ts";
import { SourceProblem } from "./source-problem.ts";

/** ffmpeg's arguments that give a clip's frames from `firstFrame` on, raw, at the film's own rate. */
export function buildClipArgs(
  clip: SceneClip,
  source: CompositorSource,
  rate: FrameRate,
  firstFrame: number,
): string[] {
  const from = clip.skip + firstFrame * secondsPerFrame(rate) * clip.speed;
  const filters = [
    ...(clip.speed === 1 ? [] : [`setpts=PTS/${clip.speed}`]),
    // Rounded up, a frame of the film shows the source's frame that has begun by then, never the next one early.
    `fps=fps=${rate.frames}/${rate.seconds}:round=up:start_time=0`,
    `scale=${clip.width}:${clip.height}:flags=bicubic`,
    "format=rgba",
  ];
  return [
    ...["-nostdin", "-hide_banner", "-v", "error", "-threads", "2"],
    ...(from > 0 ? ["-ss", from.toFixed(6)] : []),
    ...buildInputArgs(source.file, source.formatName),
    ...["-map", "0:v:0", "-an", "-sn", "-dn", "-vf", filters.join(","), "-f", "rawvideo", "pipe:1"],
  ];
}

/** A clip's frames in order, decoded by a process of its own that waits while nobody asks. */
export class ClipReader {
  readonly #sheet: Sheet;
  readonly #child: ChildProcess;
  readonly #frames: AsyncIterator<Buffer>;
  #shown: number;
  readonly #source: number;
  #hasPicture = false;

  constructor(
    ffmpeg: string,
    clip: SceneClip,
    source: CompositorSource,
    rate: FrameRate,
    firstFrame: number,
  ) {
    this.#sheet = makeSheet(clip);
    this.#shown = firstFrame - 1;
    this.#source = clip.source;
    this.#child = spawn(ffmpeg, buildClipArgs(clip, source, rate, firstFrame), {
      stdio: ["ignore", "pipe", "ignore"],
    });
    this.#frames = readFrames(this.#child, clip.width * clip.height * 4);
  }

  /** After its end a clip stays at its last frame. Throws when there is not a single one. */
  async frame(wanted: number): Promise<Sheet> {
    let latest: Buffer | undefined;
    while (this.#shown < wanted) {
      const next = await this.#frames.next();
      if (next.done) {
        this.#shown = Number.POSITIVE_INFINITY;
        break;
      }
      this.#shown += 1;
      latest = next.value;
    }
    if (latest) {
      fillSheet(this.#sheet, latest);
      this.#hasPicture = true;
    }
    if (!this.#hasPicture) throw new SourceProblem(this.#source, "the video cannot be decoded from there on");
    return this.#sheet;
  }

  close(): void {
    this.#child.kill("SIGKILL");
  }
}
