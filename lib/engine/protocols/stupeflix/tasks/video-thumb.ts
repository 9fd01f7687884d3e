import { resultSize } from "../../../media/cell-size.ts";
import { takeExactFrame } from "../../../media/frame-pictures.ts";
import { encodeImage } from "../../../media/images.ts";
import { drawPlayIcon } from "../../../media/play-icon.ts";
import { Medium } from "./medium.ts";
import { address, decimal, flag, integer } from "./parameters.ts";
import { writePicture } from "./picture-files.ts";
import { checkResultSize, pictureFormat, side } from "./picture-parameters.ts";
import { defineTask, parameterFault } from "./task-kind.ts";
import { requirePicture, shownVideo } from "./video-info.ts";

/** One frame of a video, the very one that is shown at the time. */
export const videoThumb = defineTask({
  name: "video.thumb",
  group: "video",
  summary: "Takes a frame out of a video.",
  pace: "light",
  parameters: {
    url: address({ required: true, accepts: "video", description: "Address of the video." }),
    width: side("Width of the picture; follows from the height, or is the video's own."),
    height: side("Height of the picture; follows from the width, or is the video's own."),
    crop: flag({
      default: false,
      description: "Fills the whole size and cuts what is over. Without it the frame fits inside.",
    }),
    time: decimal({
      control: "time",
      minimum: 0,
      maximum: 1_000_000,
      default: 0,
      unit: "seconds",
      description: "Time of the frame.",
    }),
    format: pictureFormat,
    poster: flag({ default: false, description: "Draws a play icon in the middle." }),
    quality: integer({ minimum: 1, maximum: 95, default: 75, description: "Quality of a JPEG." }),
  },
  values: {
    width: { type: "integer", description: "Width of the picture, in pixels." },
    height: { type: "integer", description: "Height of the picture, in pixels." },
    original_width: { type: "integer", description: "Width of the video, in pixels." },
    original_height: { type: "integer", description: "Height of the video, in pixels." },
    duration: { type: "float", description: "Duration of the video, in seconds." },
    content_type: { type: "string", description: "MIME type of the picture." },
  },
  files: { output: { description: "The picture." } },
  async run({ url, width, height, crop, time, format, poster, quality }, context) {
    const medium = await Medium.open("url", url, context);
    const facts = requirePicture("url", await medium.facts());
    const original = shownVideo("url", facts);
    const size = resultSize(original, { width, height, crop });
    checkResultSize(size);
    const source = await medium.frameSource(facts);
    const bytes = await context.work(async () => {
      const picture = { size, isCropped: crop };
      const image = await takeExactFrame(context.engine.media.toolchain, source, time * 1000, picture);
      if (!image) throw parameterFault("url", "the video has no frame that can be decoded");
      if (poster) drawPlayIcon(image);
      return encodeImage(image, format, quality);
    });
    return {
      values: {
        ...size,
        original_width: original.width,
        original_height: original.height,
        duration: facts.durationMs === null ? null : facts.durationMs / 1000,
        content_type: `image/${format}`,
      },
      files: { output: await writePicture(context, bytes, format) },
    };
  },
});
