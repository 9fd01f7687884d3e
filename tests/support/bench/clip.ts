import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync } from "node:fs";
import path from "node:path";

/** An H.264/AAC recording that plays for so long, made once and kept under .cache. */
export function makeBenchClip({ seconds, height }: { seconds: number; height: number }): string {
  const file = path.resolve(".cache", "clips", `bench-${height}p-${seconds}s.mp4`);
  if (existsSync(file)) return file;
  mkdirSync(path.dirname(file), { recursive: true });
  const aside = `${file}.${process.pid}.mp4`;
  const size = `${Math.round((height * 16) / 9 / 2) * 2}x${height}`;
  execFileSync("ffmpeg", [
    ...["-v", "error", "-y", "-f", "lavfi", "-i", `testsrc2=size=${size}:rate=30:duration=${seconds}`],
    ...["-f", "lavfi", "-i", `sine=frequency=440:sample_rate=48000:duration=${seconds}`],
    ...["-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-g", "60", "-c:a", "aac", aside],
  ]);
  renameSync(aside, file);
  return file;
}
