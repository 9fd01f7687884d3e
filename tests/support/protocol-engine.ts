import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { defaultLimits } from "#lib/engine/config.ts";
import { type StartedEngine, startEngine } from "#lib/engine/start.ts";
import { createLog } from "#lib/log.ts";

export interface TestEngine extends StartedEngine {
  /** A second of H.264 and AAC, 320 × 180. */
  clipBytes(): Promise<Buffer>;
  /** What tasks left in the work directory. */
  workLeftovers(): Promise<string[]>;
}

/** A whole engine in this process, on free ports, over an empty data directory that goes with it. */
export async function startTestEngine(
  options: { allowPrivateUrls?: readonly string[] } = {},
): Promise<TestEngine> {
  const home = await mkdtemp(path.join(tmpdir(), "reelyard-protocols-"));
  const dataDir = path.join(home, "engine");
  const log = createLog("test");
  log.level = "warn";
  const started = await startEngine(
    {
      host: "127.0.0.1",
      port: 0,
      dataDir,
      allowPrivateUrls: options.allowPrivateUrls ?? [],
      limits: defaultLimits,
    },
    { log },
  );
  let clip: Promise<Buffer> | undefined;
  return {
    ...started,
    clipBytes() {
      clip ??= makeClip(path.join(home, "clip.mp4"));
      return clip;
    },
    workLeftovers: () => readdir(path.join(dataDir, "work")),
    async close() {
      await started.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** A second of H.264 and AAC, 320 × 180, made by ffmpeg. */
export async function makeClip(file: string): Promise<Buffer> {
  const args = [
    ...["-v", "error", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25:duration=1"],
    ...["-f", "lavfi", "-i", "sine=duration=1", "-c:v", "libx264", "-preset", "ultrafast"],
    ...["-pix_fmt", "yuv420p", "-c:a", "aac", "-movflags", "+faststart", file],
  ];
  await promisify(execFile)(process.env.FFMPEG_PATH ?? "ffmpeg", args);
  return readFile(file);
}
