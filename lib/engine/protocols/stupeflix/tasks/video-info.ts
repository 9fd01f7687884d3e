import type { MediaFacts } from "../../../library/types.ts";
import type { ImageSize } from "../../../media/images.ts";
import { Medium } from "./medium.ts";
import { address } from "./parameters.ts";
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
    const medium = await Medium.open("url", url, context);
    return { values: toVideoInfo(requirePicture("url", await medium.facts())) };
  },
});

/** Throws `TaskFault` for a medium without a picture. */
export function requirePicture(parameter: string, facts: MediaFacts): MediaFacts & { videoCodec: string } {
  const { videoCodec } = facts;
  if (videoCodec === null) throw parameterFault(parameter, "the file has no picture");
  return { ...facts, videoCodec };
}

/** A video's size as it is seen. Throws `TaskFault` for one that does not say. */
export function shownVideo(parameter: string, { width, height }: MediaFacts): ImageSize {
  if (width === null || height === null || width < 1 || height < 1) {
    throw parameterFault(parameter, "the video does not say how large its picture is");
  }
  return { width, height };
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
