import type { PresetCard } from "./presets.ts";
import type { FormSettings } from "./profile-fields/field.ts";

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
  const isSoundAlone = family === "audio" || presetName === "hls.variant.audio";
  return [
    ...lines,
    ...(!isSoundAlone ? pictureLines(card, settings) : [{ args: "-vn", about: "no picture" }]),
    { args: audioArgs(card, settings), about: "sound" },
    {
      args: containerArgs(card, settings),
      about: presetName === "hss" ? "container, once for each rate, packed with both manifests" : "container",
    },
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
  if (makes.includes("VP8") || makes.includes("VP9")) {
    const encoder = makes.includes("VP8") ? "libvpx" : "libvpx-vp9";
    const bounds =
      kbps && makes.includes("VP9")
        ? ` -minrate ${kbps}k -maxrate ${kbps}k -bufsize ${Math.round(Number(kbps) / 2)}k`
        : "";
    return `-c:v ${encoder} ${kbps ? `-b:v ${kbps}k${bounds}` : "-b:v 0 -crf 32"}`;
  }
  if (makes.includes("Theora")) return `-c:v libtheora -b:v ${kbps || 1000}k`;
  if (makes.includes("ProRes")) return `-c:v prores_ks -profile:v ${settings.prores_format || "standard"}`;
  const ceiling = kbps ? ` -maxrate ${kbps}k -bufsize ${Number(kbps) * 2}k` : "";
  const quality = crf
    ? `-crf ${crf}${ceiling}`
    : kbps
      ? `-b:v ${kbps}k -maxrate ${Math.round(Number(kbps) * 1.5)}k -bufsize ${Number(kbps) * 2}k`
      : "-crf 23";
  if (makes.includes("MPEG-2")) return `-c:v mpeg2video ${quality}`;
  if (makes.includes("H.265")) {
    const steady = kbps && !crf ? `-b:v ${kbps}k -maxrate ${kbps}k -bufsize ${kbps}k` : quality;
    return `-c:v libx265 ${steady} -tag:v hvc1`;
  }
  return `-c:v libx264 -profile:v ${settings.h264_profile || "high"} ${quality}`;
}

function audioArgs({ makes }: PresetCard, settings: FormSettings): string {
  const [, encoder = "aac"] = audioEncoders.find(([codec]) => makes.includes(codec)) ?? [];
  const rate = encoder === "pcm_s16le" ? "" : ` -b:a ${settings.audio_bitrate || 128}k`;
  return [
    `-c:a ${encoder}${rate}`,
    ...(settings.audio_sample_rate ? [`-ar ${settings.audio_sample_rate}`] : []),
    ...(settings.audio_channels ? [`-ac ${settings.audio_channels}`] : []),
  ].join(" ");
}

const audioEncoders = [
  ["MP3", "libmp3lame"],
  ["MP2", "mp2"],
  ["Vorbis", "libvorbis"],
  ["Opus", "libopus"],
  ["PCM", "pcm_s16le"],
] as const;

function containerArgs({ makes }: PresetCard, settings: FormSettings): string {
  const [container = ""] = makes.split(" · ");
  if (container === "HLS") return `-f hls -hls_time ${settings.segment_time || 4} -hls_playlist_type vod`;
  return containers[container] ?? "";
}

const containers: Readonly<Record<string, string>> = {
  MP4: "-movflags +faststart -f mp4",
  M4A: "-movflags +faststart -f mp4",
  MOV: "-movflags +faststart -f mov",
  WebM: "-f webm",
  Ogg: "-f ogg",
  OGA: "-f ogg",
  MP3: "-f mp3",
  TS: "-f mpegts",
  MPG: "-f vob",
  TAR: "-movflags +frag_keyframe -f ismv",
};

function stillLines({ width, height, frame_count: count }: FormSettings): CommandLine[] {
  const scale = width || height ? `,scale=${width || "-2"}:${height || "-2"}` : "";
  return [
    { args: `-vf "select='evenly(${count || 7})'${scale}"`, about: "which frames" },
    { args: `-frames:v ${count || 7}`, about: "how many" },
    { args: "-y $output_file$", about: "path_1.jpg, path_2.jpg, …" },
  ];
}
