import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { z } from "zod";

const run = promisify(execFile);

const report = z.object({
  format: z.object({ format_name: z.string(), duration: z.coerce.number().optional() }),
  streams: z.array(
    z.object({
      codec_type: z.string(),
      codec_name: z.string().optional(),
      width: z.number().optional(),
      height: z.number().optional(),
      channels: z.number().optional(),
      nb_read_frames: z.coerce.number().optional(),
    }),
  ),
});

/** What ffprobe, another's program, says of a file after decoding all of it. */
export async function inspect(file: string) {
  const { stdout } = await run(
    "ffprobe",
    [
      "-v",
      "error",
      "-count_frames",
      "-show_format",
      "-show_streams",
      "-of",
      "json",
      "-allowed_extensions",
      "ALL",
      file,
    ].filter(
      (argument) => file.endsWith(".m3u8") || (argument !== "-allowed_extensions" && argument !== "ALL"),
    ),
    { timeout: 60_000 },
  );
  const { format, streams } = report.parse(JSON.parse(stdout));
  const video = streams.find((stream) => stream.codec_type === "video");
  const audio = streams.find((stream) => stream.codec_type === "audio");
  return { format, video, audio };
}

/** Decodes the whole file and throws at the first error. */
export async function decodeAll(file: string): Promise<void> {
  await run("ffmpeg", ["-v", "error", "-xerror", "-i", file, "-f", "null", "-"], { timeout: 60_000 });
}
