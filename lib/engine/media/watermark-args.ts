import type { Watermark } from "../library/types.ts";
import type { Size } from "./picture-size.ts";

/** A watermark's file in the task's directory, and what the bytes say it is. */
export interface WatermarkFile {
  readonly file: string;
  readonly format: "png" | "jpeg";
}

/** By its first bytes: what the address calls it counts for nothing. */
export function watermarkFormat(bytes: Uint8Array): WatermarkFile["format"] | undefined {
  const begins = (...start: number[]) => start.every((byte, index) => bytes[index] === byte);
  if (begins(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return "png";
  return begins(0xff, 0xd8, 0xff) ? "jpeg" : undefined;
}

/** Opens it with the one demuxer and the one decoder that it may have. */
export function watermarkInputArgs({ file, format }: WatermarkFile): string[] {
  return [
    ...["-protocol_whitelist", "file", "-format_whitelist", `${format}_pipe`],
    ...["-codec_whitelist", format === "png" ? "png" : "mjpeg", "-max_pixels", "33554432"],
    ...["-f", `${format}_pipe`, "-i", `file:${file}`],
  ];
}

/** Its own filters before it is laid over a frame of that size; empty keeps it as it is. */
export function watermarkScale(watermark: Watermark, frame: Size): string {
  const width = toPixels(watermark.width, frame.width);
  const height = toPixels(watermark.height, frame.height);
  return width === null && height === null ? "" : `scale=${width ?? -1}:${height ?? -1}:flags=bicubic`;
}

/** As CSS places a box: left before right, top before bottom, the upper left corner without any. */
export function watermarkOverlay(watermark: Watermark, frame: Size): string {
  const left = toPixels(watermark.left, frame.width);
  const right = toPixels(watermark.right, frame.width);
  const top = toPixels(watermark.top, frame.height);
  const bottom = toPixels(watermark.bottom, frame.height);
  const x = left ?? (right === null ? 0 : `main_w-overlay_w-${right}`);
  const y = top ?? (bottom === null ? 0 : `main_h-overlay_h-${bottom}`);
  return `overlay=x=${x}:y=${y}`;
}

/** `12`, `12px`, `5%` of a side. */
function toPixels(length: string | null, side: number): number | null {
  if (length === null) return null;
  const number = Number.parseFloat(length);
  if (!Number.isFinite(number)) return null;
  return Math.round(length.endsWith("%") ? (number / 100) * side : number);
}
