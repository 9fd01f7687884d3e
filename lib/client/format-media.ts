import { formatBytes, plural } from "./format.ts";

/** Beside `format.ts`: what only uploads, details and tables say; not part of what a first look loads. */

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

const codecNames: Readonly<Record<string, string>> = {
  h264: "H.264",
  avc: "H.264",
  avc1: "H.264",
  hevc: "HEVC",
  h265: "HEVC",
  vp8: "VP8",
  vp9: "VP9",
  av1: "AV1",
  aac: "AAC",
  opus: "Opus",
  mp3: "MP3",
  vorbis: "Vorbis",
  prores: "ProRes",
};

/** "h264" as people write it. */
export function formatCodec(codec: string): string {
  return codecNames[codec.toLowerCase()] ?? codec;
}

/** "42 seconds", "12 minutes 8 seconds": for screen readers. */
export function speakDuration(durationMs: number): string {
  const seconds = Math.max(0, Math.floor(durationMs / 1000));
  const parts = [
    [Math.floor(seconds / 3600), "hour"],
    [Math.floor(seconds / 60) % 60, "minute"],
    [seconds % 60, "second"],
  ] as const;
  const said = parts.filter(([value]) => value > 0).map(([value, unit]) => `${value} ${plural(value, unit)}`);
  return said.join(" ") || "0 seconds";
}
