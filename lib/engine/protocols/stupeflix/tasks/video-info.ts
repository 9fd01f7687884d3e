import type { MediaFacts } from "../../../library/types.ts";
import { address } from "./parameters.ts";
import { readMedia } from "./read-media.ts";
import { defineTask, parameterFault } from "./task-kind.ts";

/** Facts of a video at an address, read without decoding a frame. */
export const videoInfo = defineTask({
  name: "video.info",
  group: "video",
  summary: "Tells a video's size, length and codecs.",
  pace: "light",
  parameters: {
    url: address({ required: true, accepts: "video", description: "Address of the video." }),
  },
  values: {
    content_type: { type: "string", description: "MIME type of the video file." },
    width: { type: "integer", description: "Width of the video, in pixels." },
    height: { type: "integer", description: "Height of the video, in pixels." },
    duration: { type: "float", description: "Duration of the video, in seconds." },
    frame_rate: { type: "float", description: "Frames per second." },
    alpha: { type: "boolean", description: "Whether the video has an alpha channel." },
    rotation: {
      type: "float",
      description: "Degrees counter-clockwise to turn the video by, to see it as it was shot.",
    },
    audio_codec: { type: "string", description: "Name of the sound's codec." },
    video_codec: { type: "string", description: "Name of the picture's codec." },
  },
  async run({ url }, context) {
    const file = await context.fetch("url", url);
    return { values: toVideoInfo(requirePicture("url", await readMedia("url", file, context))) };
  },
});

/** Throws `TaskFault` for a medium without a picture. */
export function requirePicture(parameter: string, facts: MediaFacts): MediaFacts & { videoCodec: string } {
  const { videoCodec } = facts;
  if (videoCodec === null) throw parameterFault(parameter, "the file has no picture");
  return { ...facts, videoCodec };
}

/** `rotation`: degrees counter-clockwise to turn the stored picture by; `width` and `height` are after turning. */
export function toVideoInfo(facts: MediaFacts) {
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
