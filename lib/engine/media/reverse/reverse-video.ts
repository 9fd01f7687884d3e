import { writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { type FfmpegProgress, type FfmpegRun, runFfmpeg, runInCage } from "../run-ffmpeg.ts";
import type { Toolchain } from "../toolchain.ts";
import { listFrameGroups } from "./frame-groups.ts";
import {
  buildForwardSoundArgs,
  buildRegroupArgs,
  buildReverseEncodeArgs,
  bytesOfFrame,
  framesOfChunk,
  hasLongGroup,
  planChunks,
  type ReverseSource,
  rateOf,
} from "./reverse-plan.ts";
import type { ReverserJob } from "./reverser/job.ts";

const program = fileURLToPath(new URL("./reverser/main.ts", import.meta.url));
const soundRate = 44_100;

export interface ReverseRequest {
  readonly source: ReverseSource;
  readonly size: { readonly width: number; readonly height: number };
  readonly crf: number;
  readonly gop: number;
  /** Bytes of frames decoded at a time; two of them are held. */
  readonly chunkBytes?: number;
  readonly mostKbps: number | null;
  /** 0 without sound. */
  readonly channels: number;
  /** The task's own directory: the source is in it, and the result comes there. */
  readonly cwd: string;
  readonly output: string;
  readonly signal: AbortSignal;
  readonly limits: FfmpegRun["limits"];
  readonly onProgress?: (progress: FfmpegProgress) => void;
}

/** The file has no picture that can be turned round; the message is for a person. */
export class NothingToReverseError extends Error {
  override readonly name = "NothingToReverseError";
}

/**
 * Turns a video round, picture and sound. Frames are decoded from one key frame to the next, as many at a time as the
 * memory is for, whatever the video's length; where it has too few key frames, they are regrouped without loss first.
 */
export async function reverseVideo(toolchain: Toolchain, request: ReverseRequest): Promise<void> {
  const { cwd, signal, limits, size } = request;
  const chunkFrames = framesOfChunk(size, request.chunkBytes);
  const onProgress = request.onProgress ?? (() => {});
  let source = request.source;
  let groups = await listFrameGroups(path.join(cwd, source.file));
  if (!groups || hasLongGroup(groups.groups, chunkFrames)) {
    const file = "regrouped.mkv";
    await runFfmpeg(toolchain, {
      args: buildRegroupArgs(source, chunkFrames, file),
      ...{ cwd, signal, limits, onProgress: () => {} },
    });
    source = { file, formatName: "matroska", filters: [] };
    groups = await listFrameGroups(path.join(cwd, file));
  }
  if (!groups || groups.frameCount === 0) throw new NothingToReverseError("the video has no frame");
  const rate = rateOf(groups.frameCount, groups.seconds);
  const lasts = (groups.frameCount * rate.seconds) / rate.frames;
  const channels = Math.min(2, request.channels);
  const sound = channels > 0 ? { sampleRate: soundRate, channels } : null;
  const job: ReverserJob = {
    ffmpeg: toolchain.ffmpeg,
    source,
    chunks: planChunks(groups.groups, chunkFrames),
    frameBytes: bytesOfFrame(size),
    frameSeconds: rate.seconds / rate.frames,
    encodeArgs: buildReverseEncodeArgs(
      { ...request, rate, sound: sound && { ...sound, file: "reversed.raw" } },
      request.output,
    ),
    sound: sound && {
      decodeArgs: buildForwardSoundArgs(request.source, { ...sound, file: "forward.raw" }, lasts),
      forward: "forward.raw",
      reversed: "reversed.raw",
      sampleBytes: 2 * channels,
    },
  };
  await writeFile(path.join(cwd, "reverse.json"), JSON.stringify(job), { mode: 0o600 });
  await runInCage(toolchain, [process.execPath, "--expose-gc", "--max-old-space-size=128", program], {
    ...{ cwd, signal, limits, onProgress },
  });
}
