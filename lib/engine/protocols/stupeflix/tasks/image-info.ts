import readExif from "exif-reader";
import { type ImageFacts, turnOf } from "../../../media/images.ts";
import { address } from "./parameters.ts";
import { fetchPicture } from "./picture-files.ts";
import { defineTask } from "./task-kind.ts";

/** Facts of a picture, from its head and its Exif data. */
export const imageInfo = defineTask({
  name: "image.info",
  group: "image",
  summary: "Tells a picture's size, orientation and how it was shot.",
  pace: "light",
  parameters: {
    url: address({ required: true, accepts: "image", description: "Address of the picture." }),
  },
  values: {
    content_type: { type: "string", description: "MIME type of the picture." },
    type: { type: "string", description: "Kind of the file: image." },
    width: { type: "integer", description: "Width as stored, in pixels." },
    height: { type: "integer", description: "Height as stored, in pixels." },
    alpha: { type: "boolean", description: "Whether the picture has an alpha channel." },
    exif_orientation: { type: "integer", description: "Exif orientation, 1 to 8; null without one." },
    rotation: {
      type: "float",
      description:
        "Degrees counter-clockwise to turn the picture by, to see it as it was shot; null when it has to be mirrored, or does not say.",
    },
    date_time: { type: "string", description: "When it was shot, as 2009:11:02 01:21:55." },
    flash: { type: "boolean", description: "Whether the flash fired." },
    focal_length: { type: "float", description: "Focal length of the lens, in millimetres." },
    iso_speed: { type: "float", description: "ISO speed." },
    exposure_time: { type: "float", description: "Exposure time, in seconds." },
  },
  async run({ url }, context) {
    const { facts } = await fetchPicture("url", url, context);
    return { values: toImageInfo(facts) };
  },
});

export function toImageInfo(facts: ImageFacts) {
  const { isMirrored, clockwise } = turnOf(facts.orientation);
  return {
    content_type: facts.mimeType,
    type: "image",
    width: facts.width,
    height: facts.height,
    alpha: facts.hasAlpha,
    exif_orientation: facts.orientation,
    rotation: facts.orientation === null || isMirrored ? null : (360 - clockwise) % 360,
    ...readShot(facts.exif),
  };
}

function readShot(exif: Buffer | null) {
  const { Photo = {}, Image = {} } = parse(exif);
  const date = Photo.DateTimeOriginal ?? Image.DateTime;
  const flash = toNumber(Photo.Flash);
  return {
    date_time: date instanceof Date && !Number.isNaN(date.getTime()) ? toExifDate(date) : null,
    // The lowest bit says that it fired; the others how it was set.
    flash: flash === null ? null : (flash & 1) === 1,
    focal_length: toNumber(Photo.FocalLength),
    iso_speed: toNumber(Photo.ISOSpeedRatings ?? Photo.ISOSpeed),
    exposure_time: toNumber(Photo.ExposureTime),
  };
}

/** Exif data is a stranger's: what cannot be read says nothing. */
function parse(exif: Buffer | null): ReturnType<typeof readExif> | Record<string, never> {
  if (!exif) return {};
  try {
    return readExif(exif);
  } catch {
    return {};
  }
}

function toNumber(given: unknown): number | null {
  const number = Array.isArray(given) ? given[0] : given;
  return typeof number === "number" && Number.isFinite(number) ? number : null;
}

const toExifDate = (date: Date) => date.toISOString().slice(0, 19).replace("T", " ").replaceAll("-", ":");
