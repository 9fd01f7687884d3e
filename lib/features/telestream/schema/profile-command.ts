import type { PresetCard } from "./presets.ts";
import type { FormSettings } from "./profile-fields.ts";

/** A part of the command that belongs together, with what it is for. */
export interface CommandLine {
  readonly args: string;
  readonly about: string;
}

/**
 * The ffmpeg command that a preset with these settings comes to, `$input_file$` and `$output_file$` as in an advanced
 * profile's own command. What depends on the source (the size that fits, its frame rate) stands in ffmpeg's terms.
 */
export function toCommandLines(card: PresetCard, settings: FormSettings): readonly CommandLine[] {
  const { presetName, family } = card;
  if (presetName === "hls.variant.playlist") {
    return [
      {
        args: `manifester ${settings.variants || "hls.*"}`,
        about: "no encoding: a playlist over finished rungs",
      },
    ];
  }
  const clip = [
    ...(settings.clip_offset ? [`-ss ${settings.clip_offset}`] : []),
    ...(settings.clip_length ? [`-t ${settings.clip_length}`] : []),
  ];
  const lines: CommandLine[] = [
    { args: "ffmpeg -i $input_file$", about: "the source" },
    ...(clip.length > 0 ? [{ args: clip.join(" "), about: "a part of it" }] : []),
  ];
  if (family === "stills") return [...lines, ...stillLines(settings)];
  const hasPicture =
    card.makes.includes("H.264") || card.makes.includes("VP8") || card.makes.includes("Theora");
  return [
    ...lines,
    ...(hasPicture ? pictureLines(card, settings) : [{ args: "-vn", about: "no picture" }]),
    { args: audioArgs(card, settings), about: "sound" },
    { args: containerArgs(card, settings), about: "container" },
    { args: "-y $output_file$", about: "the result" },
  ];
}

function pictureLines(card: PresetCard, settings: FormSettings): CommandLine[] {
  const filters = [...(settings.fps ? [`fps=${settings.fps}`] : []), ...sizeFilters(settings)];
  return [
    ...(filters.length > 0 ? [{ args: `-vf "${filters.join(",")}"`, about: "frame" }] : []),
    { args: encoderArgs(card, settings), about: "picture" },
    ...(settings.keyframe_interval
      ? [{ args: `-g ${settings.keyframe_interval}`, about: "key frames" }]
      : []),
  ];
}

function sizeFilters({ width, height, aspect_mode: mode, upscale }: FormSettings): string[] {
  if (mode === "preserve" || (!width && !height)) return [];
  if (!width || !height) return [`scale=${width || "-2"}:${height || "-2"}`];
  const [w, h] = upscale === "false" ? [`'min(${width},iw)'`, `'min(${height},ih)'`] : [width, height];
  switch (mode) {
    case "stretch":
      return [`scale=${w}:${h}`];
    case "crop":
      return [`scale=${w}:${h}:force_original_aspect_ratio=increase`, `crop=${width}:${height}`];
    case "constrain":
      return [`scale=${w}:${h}:force_original_aspect_ratio=decrease`];
    case "pad":
    case "center":
      return [
        `scale=${w}:${h}:force_original_aspect_ratio=decrease`,
        `pad=${width}:${height}:(ow-iw)/2:(oh-ih)/2`,
      ];
    default:
      return [`scale=${w}:${h}:force_original_aspect_ratio=decrease`, `pad=iw:${height}:0:(oh-ih)/2`];
  }
}

function encoderArgs({ makes }: PresetCard, settings: FormSettings): string {
  const { video_bitrate: kbps, h264_crf: crf } = settings;
  if (makes.includes("VP8")) return `-c:v libvpx ${kbps ? `-b:v ${kbps}k` : "-b:v 0 -crf 32"}`;
  if (makes.includes("Theora")) return `-c:v libtheora -b:v ${kbps || 1000}k`;
  const ceiling = kbps ? ` -maxrate ${kbps}k -bufsize ${Number(kbps) * 2}k` : "";
  const quality = crf
    ? `-crf ${crf}${ceiling}`
    : kbps
      ? `-b:v ${kbps}k -maxrate ${Math.round(Number(kbps) * 1.5)}k -bufsize ${Number(kbps) * 2}k`
      : "-crf 23";
  return `-c:v libx264 -profile:v ${settings.h264_profile || "high"} ${quality}`;
}

function audioArgs({ makes }: PresetCard, settings: FormSettings): string {
  const encoder = makes.includes("MP3") ? "libmp3lame" : makes.includes("Vorbis") ? "libvorbis" : "aac";
  return [
    `-c:a ${encoder} -b:a ${settings.audio_bitrate || 128}k`,
    ...(settings.audio_sample_rate ? [`-ar ${settings.audio_sample_rate}`] : []),
    ...(settings.audio_channels ? [`-ac ${settings.audio_channels}`] : []),
  ].join(" ");
}

function containerArgs({ makes }: PresetCard, settings: FormSettings): string {
  if (makes.startsWith("HLS")) return `-f hls -hls_time ${settings.segment_time || 4} -hls_playlist_type vod`;
  if (makes.startsWith("WebM")) return "-f webm";
  if (makes.startsWith("O")) return "-f ogg";
  return makes === "MP3" ? "-f mp3" : "-movflags +faststart -f mp4";
}

function stillLines({ width, height, frame_count: count }: FormSettings): CommandLine[] {
  const scale = width || height ? `,scale=${width || "-2"}:${height || "-2"}` : "";
  return [
    { args: `-vf "select='evenly(${count || 7})'${scale}"`, about: "which frames" },
    { args: `-frames:v ${count || 7}`, about: "how many" },
    { args: "-y $output_file$", about: "path_1.jpg, path_2.jpg, …" },
  ];
}
