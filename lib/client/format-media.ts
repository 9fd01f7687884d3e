import { formatBytes } from "./format.ts";

/** Beside `format.ts`: what only uploads and the asset page say. */

const divisors: Readonly<Record<string, number>> = { kB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12, PB: 1e15 };

/** "1.4 of 2.1 GB": both in the unit of the whole. */
export function formatBytesOf(part: number, whole: number): string {
  const total = formatBytes(whole);
  const divisor = divisors[total.split(" ")[1] ?? ""] ?? 1;
  return `${(part / divisor).toFixed(total.includes(".") ? 1 : 0)} of ${total}`;
}

export function formatSpeed(bytesPerSecond: number): string {
  return `${formatBytes(Math.round(bytesPerSecond))}/s`;
}

export function formatBitrate(kbps: number): string {
  return `${kbps.toLocaleString("en", { maximumFractionDigits: 0 })} kbit/s`;
}

export function formatDimensions(width: number | null, height: number | null): string | null {
  return width && height ? `${width} × ${height}` : null;
}

/** 29.97 → "29.97 fps", 25 → "25 fps". */
export function formatFrameRate(framesPerSecond: number): string {
  return `${Number(framesPerSecond.toFixed(2))} fps`;
}

/** 1 → "1st": a place in a queue. */
export function formatOrdinal(place: number): string {
  const tens = place % 100;
  const ending = tens >= 11 && tens <= 13 ? "th" : (["th", "st", "nd", "rd"][place % 10] ?? "th");
  return `${place}${ending}`;
}
