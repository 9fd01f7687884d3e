import { resultSize } from "../../../media/cell-size.ts";
import { makeGif } from "../../../media/gif.ts";
import { type ImageFacts, renderImage, shownSize } from "../../../media/images.ts";
import { StripCanvas, sizeInCell } from "../../../media/strip-canvas.ts";
import { addresses, decimal, integer } from "./parameters.ts";
import { asFault, fetchPicture } from "./picture-files.ts";
import { checkResultSize, side } from "./picture-parameters.ts";
import { defineTask, parameterFault } from "./task-kind.ts";

const mostPictures = 1_000;
/** Of all frames together. */
const mostPixels = 2_000_000_000;

/** A moving GIF of single pictures. */
export const imageGif = defineTask({
  name: "image.gif",
  group: "image",
  summary: "Makes an animated GIF of pictures.",
  pace: "light",
  parameters: {
    images: addresses({
      required: true,
      maximumItems: mostPictures,
      accepts: "image",
      description: "Addresses of the pictures, in order.",
    }),
    loop: integer({
      minimum: -1,
      maximum: 65_535,
      default: 0,
      description: "How often it begins again; 0 for ever, -1 not at all.",
    }),
    frame_duration: decimal({
      minimum: 0.01,
      maximum: 600,
      default: 0.1,
      unit: "seconds",
      description: "How long each picture is shown, rounded to a hundredth.",
    }),
    width: side("Width of the GIF; follows from the height, or is the first picture's."),
    height: side("Height of the GIF; follows from the width, or is the first picture's."),
  },
  values: {},
  files: { output: { description: "The GIF." } },
  async run({ images, loop, frame_duration, width, height }, context) {
    const pictures: { file: string; facts: ImageFacts }[] = [];
    for (const url of images) pictures.push(await fetchPicture("images", url, context));
    const [first] = pictures;
    if (!first) throw parameterFault("images", "must not be empty");
    const own = shownSize(first.facts);
    const size = resultSize(own, { width, height, crop: width !== undefined && height !== undefined });
    checkResultSize(size);
    if (size.width * size.height * images.length > mostPixels) {
      throw parameterFault("images", "the GIF would have too many pixels in all");
    }
    const cwd = await context.workDirectory();
    const path = await context.work(() =>
      makeGif(context.engine.media.toolchain, {
        size,
        count: pictures.length,
        hundredths: Math.max(1, Math.round(frame_duration * 100)),
        loop,
        cwd,
        signal: context.signal,
        onFrame: (index) => context.progress(Math.round((index * 100) / pictures.length)),
        render: async (index, frame) => {
          const picture = pictures[index];
          if (!picture) throw new Error(`There is no picture ${index}.`);
          const canvas = new StripCanvas(1, frame, { wrap: 1, isOpaque: true });
          const inside = sizeInCell(shownSize(picture.facts), frame, false);
          canvas.place(
            0,
            await asFault("images", () =>
              renderImage(picture.file, picture.facts, { size: inside, isCropped: false }),
            ),
          );
          return canvas.image;
        },
      }),
    );
    return { values: {}, files: { output: { path, mimeType: "image/gif" } } };
  },
});
