import sharp, { type OutputInfo } from "sharp";

/**
 * Of libvips' loaders only those that strangers' pictures need: the rest open further files, run other libraries or
 * have been holes (SVG, PDF, TIFF, VIPS itself, ImageMagick).
 */
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({
  operation: ["VipsForeignLoadJpeg", "VipsForeignLoadPng", "VipsForeignLoadWebp", "VipsForeignLoadNsgif"],
});
sharp.cache(false);

/** The file is no picture that the engine reads; the message is for the person who sent it. */
export class ImageUnreadableError extends Error {
  override readonly name = "ImageUnreadableError";
}

/** Twelve times a good camera's; as raw pixels 480 MB, which a rotation would have in memory. */
const mostPixels = 120_000_000;
const decodeSeconds = 60;

export interface ImageFacts {
  readonly mimeType: string;
  /** As stored, before any orientation; of a moving picture the first frame's. */
  readonly width: number;
  readonly height: number;
  readonly hasAlpha: boolean;
  /** Exif's 1 to 8; null when the picture does not say. */
  readonly orientation: number | null;
  readonly exif: Buffer | null;
}

/** Pixels as red, green, blue and, with four channels, opacity. */
export interface RawImage {
  readonly data: Buffer;
  readonly channels: 3 | 4;
  readonly width: number;
  readonly height: number;
}

export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/** Facts from a picture's head alone. Throws `ImageUnreadableError`. */
export async function readImage(file: string): Promise<ImageFacts> {
  const { format, width, height, pageHeight, hasAlpha, orientation, exif } = await reading(
    sharp(file, { limitInputPixels: false }).metadata(),
  );
  return {
    mimeType: `image/${format}`,
    width,
    height: pageHeight ?? height,
    hasAlpha,
    orientation: orientation !== undefined && orientation >= 1 && orientation <= 8 ? orientation : null,
    exif: exif ?? null,
  };
}

/** How a stored picture is turned to be seen as it was shot: mirrored left to right first, then clockwise. */
export function turnOf(orientation: number | null): { isMirrored: boolean; clockwise: 0 | 90 | 180 | 270 } {
  const turns = [
    { isMirrored: false, clockwise: 0 },
    { isMirrored: true, clockwise: 0 },
    { isMirrored: false, clockwise: 180 },
    { isMirrored: true, clockwise: 180 },
    { isMirrored: true, clockwise: 270 },
    { isMirrored: false, clockwise: 90 },
    { isMirrored: true, clockwise: 90 },
    { isMirrored: false, clockwise: 270 },
  ] as const;
  return turns[(orientation ?? 1) - 1] ?? turns[0];
}

/** The size of a picture as it is seen. */
export function shownSize({ width, height, orientation }: ImageFacts): ImageSize {
  return turnOf(orientation).clockwise % 180 === 0 ? { width, height } : { width: height, height: width };
}

export interface RenderRequest {
  /** The size of the result; fills it, cutting what is over, or is stretched to it. */
  readonly size: ImageSize;
  readonly isCropped: boolean;
  /** Degrees counter-clockwise, after the picture's own orientation. */
  readonly rotation?: 0 | 90 | 180 | 270;
}

/**
 * A picture scaled and turned. Scaled as it is stored, so that a JPEG is decoded at an eighth of its size where that
 * will do, and only the small picture is turned. Throws `ImageUnreadableError`.
 */
export async function renderImage(
  file: string,
  facts: ImageFacts,
  { size, isCropped, rotation = 0 }: RenderRequest,
): Promise<RawImage> {
  if (facts.width * facts.height > mostPixels) {
    throw new ImageUnreadableError(`the picture has more than ${mostPixels / 1_000_000} million pixels`);
  }
  const { isMirrored, clockwise } = turnOf(facts.orientation);
  const turn = (clockwise + 360 - rotation) % 360;
  const stored = turn % 180 === 0 ? size : { width: size.height, height: size.width };
  const scaled = await reading(
    sharp(file, { limitInputPixels: mostPixels, failOn: "error", sequentialRead: true })
      .resize({ ...stored, fit: isCropped ? "cover" : "fill" })
      .toColourspace("srgb")
      .ensureAlpha()
      .timeout({ seconds: decodeSeconds })
      .raw({ depth: "uchar" })
      .toBuffer({ resolveWithObject: true }),
  );
  if (!isMirrored && turn === 0) return toRaw(scaled);
  const whole = sharp(scaled.data, { raw: { ...stored, channels: 4 } });
  return toRaw(
    await (isMirrored ? whole.flop() : whole).rotate(turn).raw().toBuffer({ resolveWithObject: true }),
  );
}

export type ImageFormat = "jpeg" | "png" | "gif";

/** As a file's bytes; what is see-through becomes white where the format has no such thing. */
export function encodeImage(image: RawImage, format: ImageFormat, quality = 75): Promise<Buffer> {
  const { data, width, height, channels } = image;
  const pixels = sharp(data, { raw: { width, height, channels }, limitInputPixels: false });
  switch (format) {
    case "jpeg":
      return pixels.flatten({ background: "#ffffff" }).jpeg({ quality }).toBuffer();
    case "png":
      return (isOpaque(image) ? pixels.removeAlpha() : pixels).png({ compressionLevel: 6 }).toBuffer();
    case "gif":
      return pixels.gif({ effort: 3 }).toBuffer();
  }
}

function isOpaque({ data, channels }: RawImage): boolean {
  if (channels === 3) return true;
  for (let at = 3; at < data.length; at += 4) if (data[at] !== 255) return false;
  return true;
}

const toRaw = ({ data, info }: { data: Buffer; info: OutputInfo }): RawImage => ({
  data,
  channels: 4,
  width: info.width,
  height: info.height,
});

/** libvips' own words are about its loaders, not for whoever sent the file. */
async function reading<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const words = error instanceof Error ? error.message : "";
    if (/timeout/i.test(words)) throw new ImageUnreadableError("the picture took too long to decode");
    if (/pixel limit/i.test(words)) throw new ImageUnreadableError("the picture has too many pixels");
    throw new ImageUnreadableError("the file is not a picture, or is damaged");
  }
}
