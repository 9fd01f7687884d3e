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

const packetReport = z.object({
  packets: z.array(
    z.object({
      codec_type: z.string(),
      pts_time: z.coerce.number().optional(),
      duration_time: z.coerce.number().optional(),
      size: z.coerce.number(),
      flags: z.string(),
    }),
  ),
});

export interface MeasuredStream {
  readonly packets: number;
  readonly seconds: number;
  readonly kbps: number;
  /** When each packet that decodes alone is shown, seconds from the first. */
  readonly keyframesAt: readonly number[];
}

/** Length and rate of a file's streams, counted from its packets: no header is believed. */
export async function measure(file: string): Promise<Record<"video" | "audio", MeasuredStream>> {
  const { stdout } = await run(
    "ffprobe",
    [
      "-v",
      "error",
      "-show_entries",
      "packet=codec_type,pts_time,duration_time,size,flags",
      "-of",
      "json",
      file,
    ],
    { timeout: 60_000, maxBuffer: 64 * 1024 * 1024 },
  );
  const { packets } = packetReport.parse(JSON.parse(stdout));
  const toStream = (type: string): MeasuredStream => {
    const own = packets
      .filter((packet) => packet.codec_type === type)
      .map((packet) => ({ ...packet, at: packet.pts_time ?? 0 }));
    const times = own.map(({ at }) => at).sort((a, b) => a - b);
    const first = times[0] ?? 0;
    const last = times.at(-1) ?? 0;
    const step = own.length > 1 ? (last - first) / (own.length - 1) : 0;
    const seconds = own.length > 0 ? last - first + step : 0;
    const bytes = own.reduce((sum, { size }) => sum + size, 0);
    return {
      packets: own.length,
      seconds,
      kbps: seconds > 0 ? (bytes * 8) / seconds / 1000 : 0,
      keyframesAt: own.filter(({ flags }) => flags.startsWith("K")).map(({ at }) => at - first),
    };
  };
  return { video: toStream("video"), audio: toStream("audio") };
}

/** The red, green and blue of one pixel of the first frame. */
export async function pixelAt(file: string, x: number, y: number): Promise<[number, number, number]> {
  const { stdout } = await promisify(execFile)(
    "ffmpeg",
    [
      ...["-v", "error", "-i", file, "-vf", `format=rgb24,crop=2:2:${x}:${y}`],
      ...["-frames:v", "1", "-f", "rawvideo", "-"],
    ],
    { timeout: 60_000, encoding: "buffer" },
  );
  return [stdout[0] ?? 0, stdout[1] ?? 0, stdout[2] ?? 0];
}
