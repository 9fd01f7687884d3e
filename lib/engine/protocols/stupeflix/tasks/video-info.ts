import { z } from "zod";
import type { MediaFacts } from "../../../library/types.ts";
import { MediaUnreadableError } from "../../../media/media-tools.ts";
import { fetchInput } from "./fetch-input.ts";
import { mediaUrl } from "./parameters.ts";
import { parameterFault, type TaskContext, type TaskKind } from "./task-kind.ts";

const parameters = z.object({ url: mediaUrl });

/** Facts of a video at an address: fetched through the network guard, read without decoding a frame. */
export const videoInfo: TaskKind<z.output<typeof parameters>> = {
  name: "video.info",
  parameters,
  async run({ url }, context) {
    const work = await context.engine.storage.workDirectory("video-info");
    try {
      const file = await fetchInput("url", url, work.path, context);
      return toResult(await readFacts(file, context));
    } finally {
      await work.dispose();
    }
  },
};

async function readFacts(file: string, { engine, signal }: TaskContext): Promise<MediaFacts> {
  try {
    const facts = await engine.media.probeFile(file, signal);
    if (facts.videoCodec === null) throw parameterFault("url", "the file has no picture");
    return facts;
  } catch (error) {
    if (error instanceof MediaUnreadableError) throw parameterFault("url", "the file is not a video");
    throw error;
  }
}

/** `rotation`: degrees counter-clockwise to turn the stored picture by; `width` and `height` are after turning. */
export function toResult(facts: MediaFacts) {
  return {
    content_type: facts.mimeType,
    width: facts.width,
    height: facts.height,
    duration: facts.durationMs === null ? null : facts.durationMs / 1000,
    frame_rate: facts.framesPerSecond,
    alpha: hasAlpha(facts.pixelFormat),
    rotation: (360 - facts.rotation) % 360,
    audio_codec: facts.audioCodec,
    video_codec: facts.videoCodec,
  };
}

/** ffmpeg's names of pixel formats with a plane or a byte of opacity. */
function hasAlpha(pixelFormat: string | null): boolean {
  return pixelFormat !== null && /^(yuva|gbrap|rgba|bgra|argb|abgr|ya\d)/.test(pixelFormat);
}
