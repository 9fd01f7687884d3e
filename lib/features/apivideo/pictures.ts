import "server-only";
import { DomainError } from "#lib/domain/errors.ts";
import type { FilePart } from "#lib/providers/apivideo/file-part.ts";

/** A picture as a browser sent it. */
export interface PictureFile {
  readonly fileName: string;
  readonly bytes: Buffer<ArrayBuffer>;
}

const kinds = {
  "image/jpeg": { extension: "jpg", words: "JPEG" },
  "image/png": { extension: "png", words: "PNG" },
  "image/webp": { extension: "webp", words: "WebP" },
} as const;
type PictureType = keyof typeof kinds;

/** What the bytes are, whatever their name says. Throws `DomainError` when they are no picture of these kinds. */
export function toPicturePart({ bytes }: PictureFile, allowed: readonly PictureType[]): FilePart {
  const mimeType = pictureTypeOf(bytes);
  if (!mimeType || !allowed.includes(mimeType)) {
    const words = allowed.map((each) => kinds[each].words).join(" or ");
    throw new DomainError("invalid", `Choose a ${words} picture.`);
  }
  return { fileName: `picture.${kinds[mimeType].extension}`, mimeType, bytes };
}

function pictureTypeOf(bytes: Buffer): PictureType | undefined {
  if (bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return "image/jpeg";
  if (bytes.subarray(1, 4).toString("latin1") === "PNG") return "image/png";
  const isWebp = bytes.toString("latin1", 0, 4) === "RIFF" && bytes.toString("latin1", 8, 12) === "WEBP";
  return isWebp ? "image/webp" : undefined;
}
