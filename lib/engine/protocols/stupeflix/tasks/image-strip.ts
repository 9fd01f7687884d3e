import { encodeImage, renderImage, shownSize } from "../../../media/images.ts";
import { layOut, StripCanvas, sizeInCell } from "../../../media/strip-canvas.ts";
import { addresses, flag } from "./parameters.ts";
import { asFault, fetchPicture, writePicture } from "./picture-files.ts";
import { checkResultSize, pictureFormat, side, wrap } from "./picture-parameters.ts";
import { defineTask } from "./task-kind.ts";

const mostPictures = 500;

/** Pictures side by side in one. */
export const imageStrip = defineTask({
  name: "image.strip",
  group: "image",
  summary: "Puts pictures side by side into one.",
  pace: "light",
  parameters: {
    urls: addresses({
      required: true,
      maximumItems: mostPictures,
      accepts: "image",
      description: "Addresses of the pictures, in order.",
    }),
    width: side("Width of each picture in the strip; the first one's when left out."),
    height: side("Height of each picture in the strip; the first one's when left out."),
    crop: flag({
      default: false,
      description: "Fills each place in the strip and cuts what is over. Without it pictures fit inside.",
    }),
    wrap,
    format: pictureFormat,
  },
  values: {
    count: { type: "integer", description: "Pictures in the strip." },
    width: { type: "integer", description: "Width of the whole strip, in pixels." },
    height: { type: "integer", description: "Height of the whole strip, in pixels." },
    content_type: { type: "string", description: "MIME type of the strip." },
  },
  files: { output: { description: "The strip." } },
  async run({ urls, width, height, crop, wrap: columns, format }, context) {
    const first = await fetchPicture("urls", urls[0] ?? "", context);
    const own = shownSize(first.facts);
    const cell = { width: width ?? own.width, height: height ?? own.height };
    const whole = layOut(urls.length, cell, columns);
    checkResultSize(whole);
    const strip = new StripCanvas(urls.length, cell, { wrap: columns, isOpaque: format === "jpeg" });
    for (const [index, url] of urls.entries()) {
      const { file, facts } = index === 0 ? first : await fetchPicture("urls", url, context);
      const size = sizeInCell(shownSize(facts), cell, crop);
      await context.work(async () =>
        strip.place(index, await asFault("urls", () => renderImage(file, facts, { size, isCropped: crop }))),
      );
      context.progress(Math.round(((index + 1) * 90) / urls.length));
    }
    const bytes = await context.work(() => encodeImage(strip.image, format, 85));
    return {
      values: {
        count: urls.length,
        width: whole.width,
        height: whole.height,
        content_type: `image/${format}`,
      },
      files: { output: await writePicture(context, bytes, format) },
    };
  },
});
