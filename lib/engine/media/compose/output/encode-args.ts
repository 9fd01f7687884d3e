import type { MixArgs } from "../sound/mix-args.ts";
import type { Profile } from "./profiles.ts";

/** ffmpeg's arguments to encode raw frames from standard input with a film's sound. */
export function buildEncodeArgs(profile: Profile, mix: MixArgs, file: string, isPreview: boolean): string[] {
  const { frame, rate, audio, container } = profile;
  return [
    ...["-v", "error", "-f", "rawvideo", "-pix_fmt", "rgba", "-video_size", `${frame.width}x${frame.height}`],
    ...["-framerate", `${rate.frames}/${rate.seconds}`, "-i", "pipe:0"],
    ...mix.inputs,
    ...(mix.graph ? ["-filter_complex", mix.graph] : []),
    ...["-map", "0:v:0", ...(mix.graph ? ["-map", "[sound]"] : [])],
    ...pictureFilterArgs(profile),
    ...videoArgs(profile, isPreview),
    ...(mix.graph
      ? ["-c:a", audio.encoder, "-b:a", `${audio.kbps}k`, "-ar", String(audio.sampleRate), "-ac", "2"]
      : []),
    // Names of encoders and the like differ by machine; the same definition gives the same file.
    ...["-map_metadata", "-1", "-fflags", "+bitexact"],
    ...(container === "mp4" ? ["-movflags", "+faststart"] : []),
    ...["-f", container, `file:${file}`],
  ];
}

/** Players take untagged HD for BT.709 and the rest for BT.601, which is what swscale writes unless told. */
function pictureFilterArgs({ frame, stored, video }: Profile): string[] {
  if (video.encoder === "ffv1") return [];
  const isHd = frame.height >= 720;
  const scale = stored ?? frame;
  const matrix = isHd ? "bt709" : "smpte170m";
  return [
    "-vf",
    `scale=${scale.width}:${scale.height}:flags=bicubic+accurate_rnd:out_color_matrix=${isHd ? "bt709" : "bt601"},format=yuv420p`,
    ...(stored ? ["-aspect", `${frame.width}:${frame.height}`] : []),
    ...["-colorspace", matrix, "-color_primaries", matrix, "-color_trc", matrix],
  ];
}

function videoArgs({ video, rate }: Profile, isPreview: boolean): string[] {
  const keyFrames = ["-g", String(Math.round((rate.frames / rate.seconds) * 2))];
  switch (video.encoder) {
    case "libx264":
      return [
        ...[
          "-c:v",
          "libx264",
          "-preset",
          isPreview ? "ultrafast" : "veryfast",
          "-crf",
          isPreview ? "26" : "20",
        ],
        ...["-maxrate", `${video.kbps}k`, "-bufsize", `${video.kbps * 2}k`, "-profile:v", "high"],
        ...keyFrames,
      ];
    case "ffv1":
      return ["-c:v", "ffv1"];
    case "mpeg2video":
      return [
        ...["-c:v", "mpeg2video", "-b:v", `${video.kbps}k`, "-maxrate", "8000k", "-bufsize", "1835k"],
        ...["-g", rate.seconds === 1 ? "15" : "18"],
      ];
    default:
      return ["-c:v", video.encoder, "-b:v", `${video.kbps}k`, ...keyFrames];
  }
}

/** What a profile needs that this ffmpeg does not have; undefined when it can be made. */
export function missingFor(
  { video, audio, container }: Profile,
  able: { readonly encoders: ReadonlySet<string>; readonly muxers: ReadonlySet<string> },
): string | undefined {
  for (const encoder of [video.encoder, audio.encoder]) {
    if (!able.encoders.has(encoder)) return `the encoder ${encoder}`;
  }
  return able.muxers.has(container) ? undefined : `the ${container} format`;
}
