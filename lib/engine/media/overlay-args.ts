import type { OverlayLength, PictureOverlay } from "../library/types.ts";
import type { Size } from "./picture-size.ts";

/** The overlay's name in a task's directory. */
export const overlayFile = "overlay";

/** Opens the picture as what it is and nothing else; ffmpeg's second input. */
export function buildOverlayInput({ format }: PictureOverlay): string[] {
  return [
    ...["-protocol_whitelist", "file,pipe,fd", "-format_whitelist", "png_pipe,jpeg_pipe"],
    ...["-codec_whitelist", "png,mjpeg", "-max_pixels", "33554432"],
    ...["-f", format === "png" ? "png_pipe" : "jpeg_pipe", "-i", `file:${overlayFile}`],
  ];
}

/** Filters that lay ffmpeg's second input over `from`, ending in `to`. */
export function overlayFilters(overlay: PictureOverlay, frame: Size, from: string, to: string): string[] {
  const width = toPixels(overlay.width, frame.width);
  const height = toPixels(overlay.height, frame.height);
  const size =
    width === null && height === null ? [] : [`scale=${width ?? -1}:${height ?? -1}:flags=bicubic`];
  const opacity = Math.min(1, Math.max(0, overlay.opacity));
  const picture = [...size, "format=rgba", ...(opacity < 1 ? [`colorchannelmixer=aa=${opacity}`] : [])];
  return [
    `[1:v:0]${picture.join(",")}[over]`,
    `${from}[over]overlay=x=${place(overlay.left, overlay.right, frame.width, "main_w-overlay_w")}:y=${place(
      overlay.top,
      overlay.bottom,
      frame.height,
      "main_h-overlay_h",
    )}:eof_action=repeat${to}`,
  ];
}

/** From the near side when it is said, else from the far one, else in the middle. */
function place(
  near: OverlayLength | null,
  far: OverlayLength | null,
  whole: number,
  room: "main_w-overlay_w" | "main_h-overlay_h",
): string {
  const fromNear = toPixels(near, whole);
  if (fromNear !== null) return String(fromNear);
  const fromFar = toPixels(far, whole);
  return fromFar === null ? `(${room})/2` : `${room}-${fromFar}`;
}

function toPixels(length: OverlayLength | null, whole: number): number | null {
  if (length === null) return null;
  return Math.round("pixels" in length ? length.pixels : length.share * whole);
}
