import type { ImageSize } from "./images.ts";

/**
 * The size of a result: both sides as asked (filled when cropped, else the largest that fits inside), one side with
 * the other following from the shape, or as large as the source.
 */
export function resultSize(
  source: ImageSize,
  wanted: { width?: number | undefined; height?: number | undefined; crop: boolean },
): ImageSize {
  const { width, height, crop } = wanted;
  const shape = source.width / source.height;
  if (width !== undefined && height !== undefined) {
    return crop ? { width, height } : fitInside(source, { width, height });
  }
  if (width !== undefined) return { width, height: atLeastOne(width / shape) };
  if (height !== undefined) return { width: atLeastOne(height * shape), height };
  return source;
}

/** The largest picture of the source's shape inside a frame. */
export function fitInside(source: ImageSize, frame: ImageSize): ImageSize {
  const factor = Math.min(frame.width / source.width, frame.height / source.height);
  return {
    width: Math.min(frame.width, atLeastOne(source.width * factor)),
    height: Math.min(frame.height, atLeastOne(source.height * factor)),
  };
}

const atLeastOne = (side: number) => Math.max(1, Math.round(side));
