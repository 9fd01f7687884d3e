import type { TranscodeSettings } from "../../library/types.ts";
import type { Preset, ProfileSettings } from "./presets.ts";
import { badRequest } from "./problems.ts";

type FieldKind = "integer" | "number" | "boolean" | "text";

/** Every setting the engine knows, by the JSON type its readers insist on (`telestream.md` §9.12). */
const fieldKinds: Readonly<Record<string, FieldKind>> = {
  width: "integer",
  height: "integer",
  video_bitrate: "integer",
  audio_bitrate: "integer",
  audio_sample_rate: "integer",
  audio_channels: "integer",
  keyframe_interval: "integer",
  frame_count: "integer",
  h264_crf: "integer",
  priority: "integer",
  segment_time: "integer",
  max_rate: "integer",
  buffer_size: "integer",
  fps: "number",
  keyframe_rate: "number",
  upscale: "boolean",
  encryption: "boolean",
  cbr: "boolean",
  merge_audio_streams: "boolean",
  time_code: "boolean",
  two_pass: "text",
  aspect_mode: "text",
  h264_profile: "text",
  h264_level: "text",
  h264_tune: "text",
  codec_preset: "text",
  clip_offset: "text",
  clip_length: "text",
  clip_end: "text",
  variants: "text",
  frame_offsets: "text",
  frame_interval: "text",
  deinterlace: "text",
  description: "text",
  pixel_format: "text",
  watermark_url: "text",
  watermark_top: "text",
  watermark_bottom: "text",
  watermark_left: "text",
  watermark_right: "text",
  watermark_width: "text",
  watermark_height: "text",
};

/**
 * The settings among a request's parameters, as their JSON types. Values arrive as text; an empty one unsets.
 * Names the vendor's samples send beside them are accepted and left out.
 */
export function readSettings(parameters: ReadonlyMap<string, string>): ProfileSettings {
  const settings: Record<string, string | number | boolean | null> = {};
  for (const [name, text] of parameters) {
    const kind = fieldKinds[name];
    if (kind) settings[name] = text === "" ? null : readValue(name, text, kind);
  }
  return settings;
}

function readValue(name: string, text: string, kind: FieldKind): string | number | boolean {
  if (kind === "text") return text;
  if (kind === "boolean") {
    if (/^true$/i.test(text) || text === "1") return true;
    if (/^false$/i.test(text) || text === "0") return false;
    throw badRequest(`${name} must be true or false`);
  }
  const number = Number(text);
  if (text.trim() === "" || !Number.isFinite(number) || number < 0)
    throw badRequest(`${name} must be a number`);
  if (kind === "integer" && !Number.isInteger(number)) throw badRequest(`${name} must be a whole number`);
  return number;
}

/** What media code is told to make: the preset's kind with the profile's settings. */
export function toTranscodeSettings(preset: Preset, settings: ProfileSettings): TranscodeSettings {
  const clipStartMs = readClip(settings.clip_offset);
  const clipEndMs = readClip(settings.clip_end);
  const fps = numberOr(settings.fps, null);
  const rate = numberOr(settings.keyframe_rate, null);
  return {
    kind: preset.kind,
    container: preset.container,
    videoCodec: preset.videoCodec,
    audioCodec: preset.audioCodec,
    width: numberOr(settings.width, null),
    height: numberOr(settings.height, null),
    upscale: settings.upscale !== false,
    aspectMode: readAspectMode(settings.aspect_mode),
    videoBitrateKbps: preset.videoCodec ? numberOr(settings.video_bitrate, null) : null,
    audioBitrateKbps: numberOr(settings.audio_bitrate, null),
    audioSampleRate: numberOr(settings.audio_sample_rate, null),
    audioChannels: numberOr(settings.audio_channels, null),
    framesPerSecond: fps,
    keyframeIntervalFrames:
      rate && fps ? Math.max(1, Math.round(fps / rate)) : numberOr(settings.keyframe_interval, null),
    h264Profile: typeof settings.h264_profile === "string" ? settings.h264_profile : null,
    crf: numberOr(settings.h264_crf, null),
    clipStartMs,
    clipLengthMs:
      readClip(settings.clip_length) ??
      (clipEndMs === null ? null : Math.max(0, clipEndMs - (clipStartMs ?? 0))),
    segmentSeconds: numberOr(settings.segment_time, null),
    variantNames: preset.kind === "hls-master" ? globs(settings.variants) : [],
    frameCount: numberOr(settings.frame_count, null),
  };
}

const numberOr = <T>(value: unknown, otherwise: T): number | T =>
  typeof value === "number" && value > 0 ? value : otherwise;

const globs = (value: unknown): string[] =>
  (typeof value === "string" && value ? value : "hls.*")
    .split(",")
    .map((glob) => glob.trim())
    .filter(Boolean);

/** `HH:MM:SS`, with a fraction, as milliseconds. */
function readClip(value: unknown): number | null {
  if (typeof value !== "string") return null;
  const match = /^(?:(\d+):)?(\d{1,2}):(\d{1,2}(?:\.\d+)?)$/.exec(value);
  if (!match) return null;
  const [, hours = "0", minutes = "0", seconds = "0"] = match;
  return Math.round((Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000);
}

function readAspectMode(value: unknown): TranscodeSettings["aspectMode"] {
  switch (value) {
    case "preserve":
    case "constrain":
    case "pad":
    case "crop":
    case "stretch":
    case "center":
      return value;
    // Three names the vendor's generations have for one thing.
    case "fill":
    case "fill (crop)":
      return "crop";
    default:
      return "letterbox";
  }
}
