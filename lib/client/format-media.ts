/** How people read media facts. One locale for now; every number that changes is drawn with tabular figures. */

const number = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const oneDecimal = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });

/** 805301 → "805 kB", 24_100_000 → "24.1 MB". Decimal units, as file managers and providers show them. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const units = ["kB", "MB", "GB", "TB"] as const;
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${(value < 100 && unit > 0 ? oneDecimal : number).format(value)} ${units[unit]}`;
}

/** "1.4 of 2.1 GB": both in the unit of the whole. */
export function formatBytesOf(part: number, whole: number): string {
  const total = formatBytes(whole);
  const [, unit = "B"] = total.split(" ");
  const divisor = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 }[unit] ?? 1;
  const value = part / divisor;
  return `${(whole / divisor < 100 && divisor > 1e3 ? oneDecimal : number).format(value)} of ${total}`;
}

/** A position or a length on a clock: 0:42, 12:08, 1:03:20. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const tail = String(rest).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${tail}` : `${minutes}:${tail}`;
}

/** A wait, in words: "18 s", "4 min", "2 h 10 min". Rounded up: nothing is left at zero. */
export function formatWait(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export function formatSpeed(bytesPerSecond: number): string {
  return `${formatBytes(Math.round(bytesPerSecond))}/s`;
}

export function formatBitrate(kbps: number): string {
  return `${number.format(kbps)} kbit/s`;
}

export function formatDimensions(width: number | null, height: number | null): string | null {
  return width && height ? `${width} × ${height}` : null;
}

/** 29.97 → "29.97 fps", 25 → "25 fps". */
export function formatFrameRate(framesPerSecond: number): string {
  return `${Number(framesPerSecond.toFixed(2))} fps`;
}

const codecNames: Readonly<Record<string, string>> = {
  avc: "H.264",
  avc1: "H.264",
  h264: "H.264",
  hevc: "HEVC",
  h265: "HEVC",
  vp8: "VP8",
  vp9: "VP9",
  av1: "AV1",
  mpeg4: "MPEG-4",
  mpeg2video: "MPEG-2",
  prores: "ProRes",
  aac: "AAC",
  mp3: "MP3",
  opus: "Opus",
  vorbis: "Vorbis",
  flac: "FLAC",
  ac3: "AC-3",
  eac3: "E-AC-3",
};

/** A codec as people call it, whatever the tool that read it wrote. */
export function formatCodec(codec: string): string {
  return codecNames[codec.toLowerCase()] ?? (codec.toLowerCase().startsWith("pcm") ? "PCM" : codec);
}

/** 1 → "1st": a place in a queue. */
export function formatOrdinal(place: number): string {
  const tens = place % 100;
  const ending = tens >= 11 && tens <= 13 ? "th" : (["th", "st", "nd", "rd"][place % 10] ?? "th");
  return `${place}${ending}`;
}

export function formatCount(count: number, one: string, many = `${one}s`): string {
  return `${number.format(count)} ${count === 1 ? one : many}`;
}
