import { mkdir } from "node:fs/promises";
import path from "node:path";
import type { RenditionRow } from "../db/schema/rendition.ts";
import type { LibraryContext } from "../library/library-context.ts";
import { finishRendition } from "../library/rendition-store.ts";
import { claimFolder, renditionFolder } from "../library/storage-keys.ts";
import { collectFrames } from "../media/collect-frames.ts";
import { TranscodeError } from "../media/encoders.ts";
import { buildStillArgs } from "../media/frame-args.ts";
import { FfmpegError, runFfmpeg } from "../media/run-ffmpeg.ts";
import { stillTimesMs } from "../media/still-times.ts";
import type { Claim } from "./encode-asset.ts";
import { failRendition } from "./fail-rendition.ts";
import { adoptFiles } from "./store-output.ts";

/** The `thumbnail` preset: frames of the source, exact. */
export async function makeStills(
  context: LibraryContext,
  claim: Claim,
  { row, sourceKey }: { row: RenditionRow; sourceKey: string },
  signal: AbortSignal,
): Promise<void> {
  const { db, storage, clock, media, limits } = context;
  const { facts } = claim.asset;
  if (!facts?.videoCodec) {
    const message = "The source has no picture.";
    await failRendition(context, claim, row, { errorClass: "EncodingError", message });
    return;
  }
  let timesMs: number[];
  try {
    timesMs = stillTimesMs(facts, row.settings);
  } catch (error) {
    if (!(error instanceof TranscodeError)) throw error;
    await failRendition(context, claim, row, { errorClass: "EncodingError", message: error.message });
    return;
  }
  const request = { timesMs, toleranceMs: 0 };
  const frames = await collectFrames(storage.pathOf(sourceKey), request).catch(() => undefined);
  if (!frames) {
    const message = "Stills cannot be taken from a source of this format.";
    await failRendition(context, claim, row, { errorClass: "EncodingError", message });
    return;
  }

  const work = await storage.workDirectory("stills");
  try {
    await mkdir(path.join(work.path, "out"));
    await runFfmpeg(media.toolchain, {
      args: buildStillArgs(facts, row.settings, frames.timestampsMs),
      cwd: work.path,
      signal,
      limits: {
        addressSpaceBytes: limits.maxTaskMemoryBytes,
        cpuSeconds: 600,
        fileBytes: 256 * 1024 ** 2,
        openFiles: 256,
        nice: 5,
        wallSeconds: 600,
        stallSeconds: 600,
      },
      stdin: [frames.matroska],
    });
    await storage.remove(renditionFolder(row.renditionId));
    const files = await adoptFiles(context, claim, row, path.join(work.path, "out"));
    const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
    const wasOurs = await finishRendition(db, claim.token, row.renditionId, {
      status: "success",
      files,
      facts: { ...facts, mimeType: row.settings.container === "png" ? "image/png" : "image/jpeg", sizeBytes },
      errorClass: null,
      errorMessage: null,
      now: clock.now(),
    });
    if (!wasOurs) await storage.remove(claimFolder(row.renditionId, claim.token));
  } catch (error) {
    if (!(error instanceof FfmpegError)) throw error;
    await failRendition(context, claim, row, {
      errorClass: "EncodingError",
      message: error.message,
      log: error.log,
    });
  } finally {
    await work.dispose();
  }
}
