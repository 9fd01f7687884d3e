import { takeFrames } from "../../../media/frame-pictures.ts";
import { encodeImage } from "../../../media/images.ts";
import { layOut, StripCanvas, sizeInCell } from "../../../media/strip-canvas.ts";
import { Medium } from "./medium.ts";
import { address, decimal, flag, integer } from "./parameters.ts";
import { writePicture } from "./picture-files.ts";
import { checkResultSize, pictureFormat, side, wrap } from "./picture-parameters.ts";
import { defineTask, parameterFault } from "./task-kind.ts";
import { requirePicture, shownVideo } from "./video-info.ts";

const mostFrames = 500;

/** Frames of a video at equal intervals, side by side. */
export const videoStrip = defineTask({
  name: "video.strip",
  group: "video",
  summary: "Makes a film strip of a video's frames.",
  pace: "light",
  parameters: {
    url: address({ required: true, accepts: "video", description: "Address of the video." }),
    width: side("Width of each frame in the strip; the video's own when left out."),
    height: side("Height of each frame in the strip; the video's own when left out."),
    crop: flag({
      default: false,
      description: "Fills each place in the strip and cuts what is over. Without it frames fit inside.",
    }),
    wrap,
    start: decimal({
      control: "time",
      minimum: 0,
      maximum: 1_000_000,
      default: 0,
      unit: "seconds",
      description: "Time of the first frame.",
    }),
    end: decimal({
      control: "time",
      minimum: 0,
      maximum: 1_000_000,
      unit: "seconds",
      description: "Time of the last frame; the last of the video when left out.",
    }),
    count: integer({ minimum: 1, maximum: mostFrames, default: 10, description: "Frames in the strip." }),
    format: pictureFormat,
  },
  values: {
    count: { type: "integer", description: "Frames in the strip, fewer where the video has fewer." },
    width: { type: "integer", description: "Width of the whole strip, in pixels." },
    height: { type: "integer", description: "Height of the whole strip, in pixels." },
    original_width: { type: "integer", description: "Width of the video, in pixels." },
    original_height: { type: "integer", description: "Height of the video, in pixels." },
    duration: { type: "float", description: "Duration of the video, in seconds." },
    frame_rate: { type: "float", description: "Frames per second of the video." },
    content_type: { type: "string", description: "MIME type of the strip." },
  },
  files: { output: { description: "The strip." } },
  checkTogether: ({ start, end }): Record<string, string[]> =>
    end !== undefined && end < start ? { end: ["must not be before the start"] } : {},
  async run(given, context) {
    const { url, crop, format } = given;
    const medium = await Medium.open("url", url, context);
    const facts = requirePicture("url", await medium.facts());
    const original = shownVideo("url", facts);
    const cell = { width: given.width ?? original.width, height: given.height ?? original.height };
    checkResultSize(layOut(given.count, cell, given.wrap));
    const timesMs = spread(given, (facts.durationMs ?? 0) - 1000 / (facts.framesPerSecond ?? 25));
    const stepMs = (timesMs[1] ?? 0) - (timesMs[0] ?? 0);
    const source = await medium.frameSource(facts);
    const { bytes, whole, count } = await context.work(async () => {
      const picture = { size: sizeInCell(original, cell, crop), isCropped: crop };
      // Where key frames are close enough together each is one: between two times there are as many as there are times.
      const request = { timesMs, toleranceMs: stepMs / 2, enoughKeyFrames: given.count };
      const frames = await takeFrames(context.engine.media.toolchain, source, request, picture);
      if (frames.length === 0) throw parameterFault("url", "the video has no frame that can be decoded");
      const strip = new StripCanvas(frames.length, cell, { wrap: given.wrap, isOpaque: format === "jpeg" });
      for (const [index, frame] of frames.entries()) strip.place(index, frame);
      return { bytes: await encodeImage(strip.image, format, 85), whole: strip.image, count: frames.length };
    });
    return {
      values: {
        count,
        width: whole.width,
        height: whole.height,
        original_width: original.width,
        original_height: original.height,
        duration: facts.durationMs === null ? null : facts.durationMs / 1000,
        frame_rate: facts.framesPerSecond,
        content_type: `image/${format}`,
      },
      files: { output: await writePicture(context, bytes, format) },
    };
  },
});

/** At equal intervals from the start to the end, both among them; what lies past the last frame is that frame. */
export function spread(
  { start, end, count }: { start: number; end?: number | undefined; count: number },
  lastFrameMs: number,
): number[] {
  const latest = Math.max(0, lastFrameMs);
  const from = Math.min(start * 1000, latest);
  const to = Math.min(end === undefined ? latest : end * 1000, latest);
  const step = count > 1 ? (to - from) / (count - 1) : 0;
  return Array.from({ length: count }, (_unused, index) => from + index * step);
}
