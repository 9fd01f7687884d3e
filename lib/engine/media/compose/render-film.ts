import { writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { FfmpegError, type FfmpegProgress, type FfmpegRun, runInCage } from "../run-ffmpeg.ts";
import type { Toolchain } from "../toolchain.ts";
import type { CompositorJob, CompositorSource } from "./compositor/job.ts";
import { findSourceProblem } from "./compositor/source-problem.ts";
import { buildEncodeArgs } from "./output/encode-args.ts";
import type { Profile } from "./output/profiles.ts";
import type { Scene } from "./scene/scene.ts";
import { secondsPerFrame } from "./scene/scene.ts";
import { buildMixArgs } from "./sound/mix-args.ts";
import type { Track } from "./sound/track.ts";

const program = fileURLToPath(new URL("./compositor/main.ts", import.meta.url));

export interface FilmRequest {
  readonly scene: Scene;
  readonly tracks: readonly Track[];
  readonly profile: Profile;
  /** In `cwd`, by the numbers that the scene uses. */
  readonly sources: readonly CompositorSource[];
  /** The task's own directory: the sources are in it, and the results come there. */
  readonly cwd: string;
  /** Null draws the still alone. */
  readonly film: { readonly file: string; readonly isPreview: boolean } | null;
  readonly still: { readonly atSeconds: number; readonly file: string } | null;
  /** 1, 2 or 4: how finely a picture is sampled that is not shown in its own size. */
  readonly antialias: 1 | 2 | 4;
  readonly signal: AbortSignal;
  readonly limits: FfmpegRun["limits"];
  readonly onProgress?: (progress: FfmpegProgress) => void;
}

/** Heap of the drawing process; its pictures lie outside it. */
const heapMegabytes = 256;

/**
 * Draws and encodes a film. A process of its own in the cage draws the frames and starts ffmpeg, once for the result
 * and once for each video clip as it is shown; all of them end with it. Throws as `runFfmpeg`
 * does, and `SourceProblem` for a file that cannot be decoded.
 */
export async function renderFilm(toolchain: Toolchain, request: FilmRequest): Promise<void> {
  const { scene, film, still, sources, profile } = request;
  const filmSeconds = scene.frameCount * secondsPerFrame(scene.rate);
  const mix = buildMixArgs(request.tracks, sources, {
    seconds: filmSeconds,
    sampleRate: profile.audio.sampleRate,
    firstInput: 1,
  });
  const job: CompositorJob = {
    scene,
    sources,
    ffmpeg: toolchain.ffmpeg,
    encodeArgs: film ? buildEncodeArgs(profile, mix, film.file, film.isPreview) : [],
    still: still && { frame: frameOf(scene, still.atSeconds), file: still.file },
    isStillOnly: film === null,
    smoothing: ({ 1: "low", 2: "medium", 4: "high" } as const)[request.antialias],
  };
  await writeFile(path.join(request.cwd, "job.json"), JSON.stringify(job), { mode: 0o600 });
  try {
    await runInCage(
      toolchain,
      [process.execPath, "--expose-gc", `--max-old-space-size=${heapMegabytes}`, program],
      {
        cwd: request.cwd,
        signal: request.signal,
        limits: request.limits,
        // Without it nothing would watch for a process that hangs.
        onProgress: request.onProgress ?? (() => {}),
      },
    );
  } catch (error) {
    const problem = error instanceof FfmpegError ? findSourceProblem(error.log) : undefined;
    throw problem ?? error;
  }
}

/** The frame shown at this time; the last one for any later time. */
const frameOf = (scene: Scene, seconds: number) =>
  Math.min(scene.frameCount - 1, Math.max(0, Math.floor(seconds / secondsPerFrame(scene.rate) + 1e-6)));
