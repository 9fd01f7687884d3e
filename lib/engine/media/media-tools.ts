import { stat } from "node:fs/promises";
import type { MediaFacts } from "../library/types.ts";
import { type EngineStorage, linkOrCopy } from "../storage.ts";
import { probeDemuxed } from "./probe-demuxed.ts";
import { probeWithFfprobe } from "./probe-ffprobe.ts";
import type { Toolchain } from "./toolchain.ts";

/** The file has no picture and no sound that the engine can read; the message is for the person who sent it. */
export class MediaUnreadableError extends Error {
  override readonly name = "MediaUnreadableError";
}

export interface MediaTools {
  readonly toolchain: Toolchain;
  /** Facts of a stored file. Throws `MediaUnreadableError`. */
  probe(key: string, signal: AbortSignal): Promise<MediaFacts>;
  /** Facts of a file in a work directory. Throws `MediaUnreadableError`. */
  probeFile(file: string, signal: AbortSignal): Promise<MediaFacts>;
}

export function createMediaTools(toolchain: Toolchain, storage: EngineStorage): MediaTools {
  const probeFile = async (file: string, signal: AbortSignal, link: (target: string) => Promise<void>) => {
    const { size } = await stat(file);
    if (size === 0) throw new MediaUnreadableError("The file is empty.");
    const facts = (await probeSafely(file)) ?? (await probeByChild(toolchain, storage, size, signal, link));
    if (!facts) throw new MediaUnreadableError("Video data in file not recognised");
    return facts;
  };
  return {
    toolchain,
    probe: (key, signal) => probeFile(storage.pathOf(key), signal, (target) => storage.linkInto(key, target)),
    probeFile: (file, signal) => probeFile(file, signal, (target) => linkOrCopy(file, target)),
  };
}

/** The demuxer throws at files that begin like media and are none: then it is ffprobe's turn too. */
async function probeSafely(file: string): Promise<MediaFacts | undefined> {
  try {
    return await probeDemuxed(file);
  } catch {
    return undefined;
  }
}

async function probeByChild(
  toolchain: Toolchain,
  storage: EngineStorage,
  sizeBytes: number,
  signal: AbortSignal,
  link: (target: string) => Promise<void>,
): Promise<MediaFacts | undefined> {
  const work = await storage.workDirectory("probe");
  try {
    await link(`${work.path}/source`);
    return await probeWithFfprobe(toolchain, { file: "source", cwd: work.path, sizeBytes, signal });
  } finally {
    await work.dispose();
  }
}
