import type { Engine } from "../../../engine.ts";
import type { FfmpegRun } from "../../../media/run-ffmpeg.ts";

/** What one encode of a task may use. */
export function heavyLimits({ config: { limits } }: Engine): FfmpegRun["limits"] {
  return {
    addressSpaceBytes: limits.maxTaskMemoryBytes,
    cpuSeconds: limits.maxTaskSeconds * 8,
    fileBytes: limits.maxOutputBytes,
    openFiles: 256,
    nice: 10,
    wallSeconds: limits.maxTaskSeconds,
    stallSeconds: limits.stallSeconds,
  };
}
