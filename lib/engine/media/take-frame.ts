import { mkdir, readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { EngineLimits } from "../config.ts";
import type { MediaFacts } from "../library/types.ts";
import type { EngineStorage } from "../storage.ts";
import { collectFrames } from "./collect-frames.ts";
import { buildStillArgs } from "./frame-args.ts";
import { buildInputArgs } from "./input-rules.ts";
import { runFfmpeg } from "./run-ffmpeg.ts";
import type { Toolchain } from "./toolchain.ts";

interface FrameSource {
  readonly sourceKey: string;
  readonly facts: MediaFacts;
}

const settings = {
  container: "jpg",
  width: null,
  height: null,
  upscale: false,
  aspectMode: "preserve",
} as const;

/** The frame shown at an instant, as JPEG in its full size; the first one where there is none so late. */
export async function takeFrame(
  tools: { toolchain: Toolchain; storage: EngineStorage; limits: Pick<EngineLimits, "maxTaskMemoryBytes"> },
  { sourceKey, facts }: FrameSource,
  atMs: number,
  signal: AbortSignal,
): Promise<Buffer> {
  const { storage, toolchain } = tools;
  const timeMs = atMs < (facts.durationMs ?? 0) ? atMs : 0;
  const frames = await collectFrames(storage.pathOf(sourceKey), { timesMs: [timeMs], toleranceMs: 0 }).catch(
    () => undefined,
  );
  const work = await storage.workDirectory("frame");
  try {
    await mkdir(path.join(work.path, "out"));
    if (!frames) await storage.linkInto(sourceKey, path.join(work.path, "source"));
    await runFfmpeg(toolchain, {
      args: frames
        ? buildStillArgs(facts, settings, frames.timestampsMs.slice(0, 1))
        : [
            ...["-v", "error", "-ss", (timeMs / 1000).toFixed(3)],
            ...buildInputArgs("source", facts.formatName),
            ...["-frames:v", "1", "-an", "-c:v", "mjpeg", "-q:v", "3", "-pix_fmt", "yuvj420p"],
            ...["-f", "image2", "file:out/frame-1.jpg"],
          ],
      cwd: work.path,
      signal,
      limits: {
        addressSpaceBytes: tools.limits.maxTaskMemoryBytes,
        cpuSeconds: 120,
        fileBytes: 64 * 1024 ** 2,
        openFiles: 256,
        nice: 0,
        wallSeconds: 60,
        stallSeconds: 60,
      },
      ...(frames && { stdin: [frames.matroska] }),
    });
    const [name] = await readdir(path.join(work.path, "out"));
    if (!name) throw new Error("There was no frame.");
    return await readFile(path.join(work.path, "out", name));
  } finally {
    await work.dispose();
  }
}
