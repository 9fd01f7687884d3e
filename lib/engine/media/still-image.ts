import { open } from "node:fs/promises";
import { runFfmpeg } from "./run-ffmpeg.ts";
import type { Toolchain } from "./toolchain.ts";

/** The picture kinds that strangers may send, by their first bytes, and ffmpeg's name of the one demuxer for each. */
const kinds: readonly { readonly demuxer: string; readonly isIt: (head: Buffer) => boolean }[] = [
  { demuxer: "jpeg_pipe", isIt: (head) => head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff },
  {
    demuxer: "png_pipe",
    isIt: (head) => head.subarray(0, 8).equals(Buffer.from("\x89PNG\r\n\x1a\n", "latin1")),
  },
  {
    demuxer: "webp_pipe",
    isIt: (head) => head.toString("latin1", 0, 4) === "RIFF" && head.toString("latin1", 8, 12) === "WEBP",
  },
  { demuxer: "gif", isIt: (head) => /^GIF8[79]a$/.test(head.toString("latin1", 0, 6)) },
  { demuxer: "bmp_pipe", isIt: (head) => head.toString("latin1", 0, 2) === "BM" },
];

const limits = {
  addressSpaceBytes: 4 * 1024 ** 3,
  cpuSeconds: 30,
  fileBytes: 64 * 1024 ** 2,
  openFiles: 64,
  nice: 0,
  wallSeconds: 30,
  stallSeconds: 30,
};
const longestSide = 3840;

/**
 * Writes a picture of any of these kinds as a JPEG, its first frame, no side longer than 3,840. False when the
 * file is none of them. Throws `FfmpegError` when it begins like one and cannot be decoded.
 * @param names relative to `cwd`, the task's own directory
 */
export async function convertToJpeg(
  toolchain: Toolchain,
  { cwd, source, target, signal }: { cwd: string; source: string; target: string; signal: AbortSignal },
): Promise<boolean> {
  const head = await readHead(`${cwd}/${source}`);
  const kind = kinds.find(({ isIt }) => isIt(head));
  if (!kind) return false;
  await runFfmpeg(toolchain, {
    args: [
      ...["-v", "error", "-protocol_whitelist", "file,pipe,fd", "-format_whitelist", kind.demuxer],
      ...["-codec_whitelist", "mjpeg,png,webp,gif,bmp", "-max_pixels", "134217728"],
      ...["-f", kind.demuxer, "-i", `file:${source}`, "-frames:v", "1", "-map_metadata", "-1"],
      "-vf",
      `scale='min(iw,${longestSide})':'min(ih,${longestSide})':force_original_aspect_ratio=decrease,format=yuvj420p`,
      ...["-q:v", "2", "-f", "mjpeg", `file:${target}`],
    ],
    cwd,
    signal,
    limits,
  });
  return true;
}

async function readHead(file: string): Promise<Buffer> {
  const handle = await open(file, "r");
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(16), 0, 16, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
