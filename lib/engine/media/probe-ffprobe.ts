import { z } from "zod";
import type { MediaFacts } from "../library/types.ts";
import { inputRules } from "./input-rules.ts";
import { FfmpegError, runFfmpeg } from "./run-ffmpeg.ts";
import type { Toolchain } from "./toolchain.ts";

const numeric = z.coerce.number().optional().catch(undefined);

const report = z.object({
  format: z.object({ format_name: z.string(), duration: numeric, bit_rate: numeric }),
  streams: z.array(
    z.object({
      codec_type: z.string().optional(),
      codec_name: z.string().optional(),
      width: numeric,
      height: numeric,
      sample_aspect_ratio: z.string().optional(),
      avg_frame_rate: z.string().optional(),
      r_frame_rate: z.string().optional(),
      pix_fmt: z.string().optional(),
      bit_rate: numeric,
      channels: numeric,
      sample_rate: numeric,
      disposition: z.object({ attached_pic: z.number().optional() }).optional(),
      side_data_list: z.array(z.object({ rotation: numeric })).optional(),
    }),
  ),
});
type Report = z.output<typeof report>;
type ReportStream = Report["streams"][number];

/** ffprobe's names of demuxers to ours. */
const formatNames: Readonly<Record<string, string>> = {
  "mov,mp4,m4a,3gp,3g2,mj2": "mp4",
  "matroska,webm": "matroska",
  aac: "adts",
};

const mimeTypes: Readonly<Record<string, string>> = {
  mp4: "video/mp4",
  matroska: "video/x-matroska",
  avi: "video/x-msvideo",
  flv: "video/x-flv",
  asf: "video/x-ms-asf",
  mpegts: "video/mp2t",
  mpeg: "video/mpeg",
  mp3: "audio/mpeg",
  wav: "audio/wav",
  flac: "audio/flac",
  ogg: "audio/ogg",
  adts: "audio/aac",
  aiff: "audio/aiff",
  amr: "audio/amr",
};

const probeLimits = {
  addressSpaceBytes: 4 * 1024 ** 3,
  cpuSeconds: 30,
  fileBytes: 0,
  openFiles: 64,
  nice: 0,
  wallSeconds: 30,
  stallSeconds: 30,
};

/**
 * Facts by ffprobe, for what the TypeScript demuxer does not read (AVI, FLV, ASF, MPEG-PS, rare codecs).
 * `file` is alone in `cwd`. Undefined when ffprobe finds no picture and no sound in it.
 */
export async function probeWithFfprobe(
  toolchain: Toolchain,
  input: { file: string; cwd: string; sizeBytes: number; signal: AbortSignal },
): Promise<MediaFacts | undefined> {
  const chunks: Buffer[] = [];
  let received = 0;
  const tooMuch = new AbortController();
  try {
    await runFfmpeg(toolchain, {
      program: "ffprobe",
      args: [
        "-v",
        "error",
        "-of",
        "json",
        "-show_format",
        "-show_streams",
        ...inputRules,
        `file:${input.file}`,
      ],
      cwd: input.cwd,
      signal: AbortSignal.any([input.signal, tooMuch.signal]),
      limits: probeLimits,
      onStdout: (chunk) => {
        received += chunk.length;
        // A file can declare 100,000 streams; nothing that we would play has a report this long.
        if (received > 4 * 1024 * 1024) tooMuch.abort();
        else chunks.push(chunk);
      },
    });
  } catch (error) {
    if (error instanceof FfmpegError && error.failure !== "not_started") return undefined;
    if (tooMuch.signal.aborted) return undefined;
    throw error;
  }
  const parsed = report.safeParse(JSON.parse(Buffer.concat(chunks).toString("utf8") || "{}"));
  return parsed.success ? toFacts(parsed.data, input.sizeBytes) : undefined;
}

function toFacts({ format, streams }: Report, sizeBytes: number): MediaFacts | undefined {
  const video = streams.find(
    (s) => s.codec_type === "video" && s.codec_name && s.disposition?.attached_pic !== 1,
  );
  const audio = streams.find((s) => s.codec_type === "audio" && s.codec_name);
  if (!video && !audio) return undefined;
  const formatName =
    formatNames[format.format_name] ?? format.format_name.split(",")[0] ?? format.format_name;
  const rotation = video ? rotationOf(video) : 0;
  const shown = video ? shownSize(video) : undefined;
  const isTurned = rotation === 90 || rotation === 270;
  const audioBitrateKbps = toKbps(audio?.bit_rate);
  const totalKbps = toKbps(format.bit_rate);
  return {
    mimeType: mimeTypes[formatName] ?? (video ? "video/x-unknown" : "audio/x-unknown"),
    formatName,
    durationMs: format.duration === undefined ? null : Math.round(format.duration * 1000),
    width: (isTurned ? shown?.height : shown?.width) ?? null,
    height: (isTurned ? shown?.width : shown?.height) ?? null,
    rotation,
    framesPerSecond: video ? rateOf(video) : null,
    videoCodec: video?.codec_name ?? null,
    audioCodec: audio?.codec_name ?? null,
    videoBitrateKbps: video
      ? (toKbps(video.bit_rate) ??
        (totalKbps === null ? null : Math.max(0, totalKbps - (audioBitrateKbps ?? 0))))
      : null,
    audioBitrateKbps,
    audioChannels: audio?.channels ?? null,
    audioSampleRate: audio?.sample_rate ?? null,
    sizeBytes,
    pixelFormat: video?.pix_fmt ?? null,
  };
}

const toKbps = (bits: number | undefined) => (bits === undefined ? null : Math.round(bits / 1000));

function shownSize(stream: ReportStream): { width: number; height: number } | undefined {
  if (!stream.width || !stream.height) return undefined;
  const [, across, down] = /^(\d+):(\d+)$/.exec(stream.sample_aspect_ratio ?? "") ?? [];
  const ratio = Number(across) / Number(down);
  return {
    width: Math.round(stream.width * (ratio > 0 && Number.isFinite(ratio) ? ratio : 1)),
    height: stream.height,
  };
}

function rotationOf(stream: ReportStream): MediaFacts["rotation"] {
  const turn = stream.side_data_list?.find((side) => side.rotation !== undefined)?.rotation ?? 0;
  const clockwise = (((-turn % 360) + 360) % 360) as number;
  return clockwise === 90 || clockwise === 180 || clockwise === 270 ? clockwise : 0;
}

function rateOf(stream: ReportStream): number | null {
  for (const text of [stream.avg_frame_rate, stream.r_frame_rate]) {
    const [frames, seconds] = (text ?? "").split("/").map(Number);
    const rate = (frames ?? 0) / (seconds ?? 0);
    if (Number.isFinite(rate) && rate > 0) return Math.round(rate * 1000) / 1000;
  }
  return null;
}
