import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync } from "node:fs";
import path from "node:path";

/**
 * A real 1080p H.264/AAC file, made once by ffmpeg and kept under .cache: a moving picture with some noise in it,
 * so that it has the size of a recording and is sent in several parts.
 * @param seconds how long it plays
 * @param megabits the picture's rate per second
 */
export function makeClip({ seconds, megabits }: { seconds: number; megabits: number }): string {
  const file = path.resolve(".cache", "clips", `e2e-1080p15-${seconds}s-${megabits}m.mp4`);
  if (existsSync(file)) return file;
  mkdirSync(path.dirname(file), { recursive: true });
  const aside = `${file}.${process.pid}.mp4`;
  execFileSync("ffmpeg", [
    ...["-v", "error", "-y"],
    ...["-f", "lavfi", "-i", `testsrc2=size=1920x1080:rate=15:duration=${seconds},noise=alls=12:allf=t`],
    ...["-f", "lavfi", "-i", `sine=frequency=440:sample_rate=48000:duration=${seconds}`],
    ...["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "30"],
    ...[
      "-b:v",
      `${megabits}M`,
      "-minrate",
      `${megabits}M`,
      "-maxrate",
      `${megabits}M`,
      "-bufsize",
      `${megabits}M`,
    ],
    ...["-c:a", "aac", "-b:a", "128k", "-movflags", "+faststart", aside],
  ]);
  renameSync(aside, file);
  return file;
}
