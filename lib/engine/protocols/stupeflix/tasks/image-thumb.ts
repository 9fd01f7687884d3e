import { resultSize } from "../../../media/cell-size.ts";
import { encodeImage, renderImage, shownSize } from "../../../media/images.ts";
import { drawPlayIcon } from "../../../media/play-icon.ts";
import { address, flag, integer, text } from "./parameters.ts";
import { asFault, fetchPicture, writePicture } from "./picture-files.ts";
import { checkResultSize, side } from "./picture-parameters.ts";
import { defineTask } from "./task-kind.ts";

/** A picture at another size, upright. */
export const imageThumb = defineTask({
  name: "image.thumb",
  group: "image",
  summary: "Makes a picture of another size and orientation.",
  pace: "light",
  parameters: {
    url: address({ required: true, accepts: "image", description: "Address of the picture." }),
    width: side("Width of the thumbnail; follows from the height, or is the picture's own."),
    height: side("Height of the thumbnail; follows from the width, or is the picture's own."),
    crop: flag({
      default: false,
      description: "Fills the whole size and cuts what is over. Without it the picture fits inside.",
    }),
    rotation: integer({
      choices: [0, 90, 180, 270],
      default: 0,
      unit: "degrees",
      description: "Turns the thumbnail counter-clockwise.",
    }),
    poster: flag({ default: false, description: "Draws a play icon in the middle." }),
    format: text({
      choices: ["jpeg", "gif", "png"],
      default: "jpeg",
      description: "Format of the thumbnail.",
    }),
  },
  values: {
    width: { type: "integer", description: "Width of the thumbnail, in pixels." },
    height: { type: "integer", description: "Height of the thumbnail, in pixels." },
    original_width: { type: "integer", description: "Width of the picture as it is seen." },
    original_height: { type: "integer", description: "Height of the picture as it is seen." },
  },
  files: { output: { description: "The thumbnail." } },
  async run({ url, width, height, crop, rotation, poster, format }, context) {
    const { file, facts } = await fetchPicture("url", url, context);
    const original = shownSize(facts);
    const turned = rotation % 180 === 0 ? original : { width: original.height, height: original.width };
    const size = resultSize(turned, { width, height, crop });
    checkResultSize(size);
    const bytes = await context.work(async () => {
      const image = await asFault("url", () => renderImage(file, facts, { size, isCropped: crop, rotation }));
      if (poster) drawPlayIcon(image);
      return encodeImage(image, format);
    });
    return {
      values: { ...size, original_width: original.width, original_height: original.height },
      files: { output: await writePicture(context, bytes, format) },
    };
  },
});
