/** What people read for what the index stores. All pure; the server and the browser print the same. */

/** 0:42, 12:08, 1:02:03. Seconds are cut, not rounded: a clip is never longer than it is. */
export function formatDuration(durationMs: number): string {
  const seconds = Math.max(0, Math.floor(durationMs / 1000));
  const pad = (value: number) => String(value).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(seconds % 60)}` : `${minutes}:${pad(seconds % 60)}`;
}

/** About how long something still takes: "18 s", "4 min", "2 h 10 min". */
export function formatRemaining(remainingMs: number): string {
  const seconds = Math.max(1, Math.ceil(remainingMs / 1000));
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  const rest = minutes % 60;
  return rest > 0 ? `${Math.floor(minutes / 60)} h ${rest} min` : `${Math.floor(minutes / 60)} h`;
}

const units = ["bytes", "kB", "MB", "GB", "TB", "PB"] as const;

/** Decimal units, as files are sold and file managers show them: "24 MB", "1.4 GB". */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 9.95 ? 0 : 1;
  return `${value.toFixed(digits)} ${units[unit] ?? "bytes"}`;
}

const integers = new Intl.NumberFormat("en");

/** 48,210 */
export function formatCount(count: number): string {
  return integers.format(count);
}

/** "6 videos", "1 video". */
export function countOf(count: number, noun: string): string {
  return `${formatCount(count)} ${plural(count, noun)}`;
}

export function plural(count: number, noun: string): string {
  return count === 1 ? noun : `${noun}s`;
}

/** How long ago, short: "now", "12 s", "4 min", "3 h", "2 d". */
export function formatAge(sinceMs: number, nowMs: number): string {
  const seconds = Math.floor((nowMs - sinceMs) / 1000);
  if (seconds < 5) return "now";
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}

/** "1080p" for a picture whose shorter side is 1080; "1080 × 1350" where no ladder name fits. */
export function formatResolution(width: number, height: number): string {
  const short = Math.min(width, height);
  return ladder.has(short) ? `${short}p` : `${width} × ${height}`;
}

const ladder = new Set([144, 240, 360, 480, 540, 576, 720, 1080, 1440, 2160, 4320]);
