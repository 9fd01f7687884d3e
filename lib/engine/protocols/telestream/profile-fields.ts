import { findForbiddenX264Option } from "../../media/command/find-forbidden.ts";
import type { ProfileSettings } from "./presets.ts";
import { badRequest } from "./problems.ts";
import { readBoolean, readNumber } from "./setting-values.ts";

type Value = string | number | boolean;
type Reader = (name: string, text: string) => Value;

const whole =
  (least: number, most: number): Reader =>
  (name, text) => {
    const number = readNumber(name, text);
    if (!Number.isInteger(number) || number < least || number > most) {
      throw badRequest(`${name} must be a whole number from ${least} to ${most}`);
    }
    return number;
  };
const above0 =
  (most: number): Reader =>
  (name, text) => {
    const number = readNumber(name, text);
    if (number <= 0 || number > most) throw badRequest(`${name} must be a number above 0, at most ${most}`);
    return number;
  };
const oneOf =
  (...choices: readonly string[]): Reader =>
  (name, text) => {
    if (!choices.includes(text)) throw badRequest(`${name} must be one of ${choices.join(", ")}`);
    return text;
  };
const like =
  (pattern: RegExp, what: string): Reader =>
  (name, text) => {
    if (!pattern.test(text)) throw badRequest(`${name} must be ${what}`);
    return text;
  };
/** Strict readers of the vendor's want these as text. */
const truth: Reader = (name, text) => String(readBoolean(name, text));

const clip = like(/^(\d+:)?\d{1,2}:\d{1,2}(\.\d+)?$|^\d+(\.\d+)?$/, "a time as HH:MM:SS");
const length = like(/^\d{1,5}(\.\d+)?(px|%)?$/, "a length in px or %");
const moment = "\\d+(\\.\\d+)?s|\\d+f";
const none: Reader = (name, text) => {
  if (readBoolean(name, text)) throw badRequest(`${name} is not available on this engine`);
  return false;
};

/** Settings with what each may be (`telestream.md` §5.4, JSON types §9.12). The last ones are told and no more. */
const fields: Readonly<Record<string, Reader>> = {
  width: whole(2, 16_384),
  height: whole(2, 16_384),
  upscale: readBoolean,
  aspect_mode: oneOf(
    ...["preserve", "constrain", "letterbox", "pad", "crop", "fill", "fill (crop)", "stretch", "center"],
  ),
  crop_input_top: whole(0, 16_384),
  crop_input_bottom: whole(0, 16_384),
  crop_input_left: whole(0, 16_384),
  crop_input_right: whole(0, 16_384),
  crop_input_width: whole(1, 16_384),
  crop_input_height: whole(1, 16_384),
  pixel_format: oneOf("yuv420p", "yuv422p", "yuv444p", "yuv420p10le", "yuv422p10le"),
  video_bitrate: whole(1, 400_000),
  max_rate: whole(1, 400_000),
  buffer_size: whole(1, 800_000),
  two_pass: truth,
  cbr: readBoolean,
  fps: above0(240),
  keyframe_interval: whole(1, 100_000),
  keyframe_rate: above0(240),
  h264_crf: whole(0, 51),
  h264_profile: oneOf("baseline", "main", "high", "high10", "high422", "high444"),
  h264_level: like(
    /^(1|1b|1\.[1-3]|2|2\.[0-2]|3|3\.[0-2]|4|4\.[0-2]|5|5\.[0-2]|[1-5]\.0)$/,
    "a level of H.264",
  ),
  h264_tune: oneOf("film", "animation", "grain", "psnr", "ssim", "fastdecode", "zerolatency"),
  codec_preset: oneOf(
    ...[
      "ultrafast",
      "superfast",
      "veryfast",
      "faster",
      "fast",
      "medium",
      "slow",
      "slower",
      "veryslow",
      "placebo",
    ],
  ),
  x264_options: readX264Options,
  audio_bitrate: whole(8, 1_536),
  audio_sample_rate: whole(8_000, 192_000),
  audio_channels: whole(1, 8),
  audio_codec: oneOf(
    "aac",
    "libfdk_aac",
    "libmp3lame",
    "libvorbis",
    "ac3",
    "dib_ac3",
    "eac3",
    "mp2",
    "pcm_s16le",
  ),
  prores_format: oneOf("proxy", "lt", "standard", "hq"),
  mute_audio_tracks: readBoolean,
  clip_offset: clip,
  clip_length: clip,
  clip_end: clip,
  frame_count: whole(1, 500),
  frame_offsets: like(new RegExp(`^(${moment})(\\s*,\\s*(${moment}))*$`), "times such as 2s, 10s, 250f"),
  frame_interval: like(new RegExp(`^(${moment})$`), "a time such as 5s or 1000f"),
  watermark_url: like(/^https?:\/\/\S{1,2000}$/, "an http or https URL"),
  watermark_top: length,
  watermark_bottom: length,
  watermark_left: length,
  watermark_right: length,
  watermark_width: length,
  watermark_height: length,
  segment_time: whole(2, 60),
  variants: like(/^[^\s,]{1,100}(\s*,\s*[^\s,]{1,100}){0,50}$/, "names or globs, with commas between"),
  deinterlace: oneOf("keep_fps", "double_fps"),
  // Saying yes and sending it in the clear would be the worst of answers.
  encryption: none,
  priority: whole(0, 1_000),
  merge_audio_streams: readBoolean,
  time_code: readBoolean,
};

/** What a profile or a request is besides its settings, and what Python's objects could not bear. */
const reserved = new Set([
  ...["id", "name", "title", "extname", "command", "preset_name", "factory_id", "created_at", "updated_at"],
  ...["details", "credentials", "delete", "save", "reload", "error", "message", "reelyard", "video_id"],
]);
const longestName = 64;
const longestValue = 4_096;
const mostSettings = 200;

/**
 * The settings among a request's parameters, as their JSON types. Values arrive as text; an empty one unsets. What
 * the engine does not act on is kept as it came, and told. Throws the problem that names the first wrong one.
 */
export function readSettings(parameters: ReadonlyMap<string, string>): ProfileSettings {
  const settings: Record<string, Value | null> = {};
  for (const [given, text] of parameters) {
    // Go sends `Keyframe_rate`.
    const name = Object.hasOwn(fields, given) ? given : given.toLowerCase();
    const read = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (read) settings[name] = text.trim() === "" ? null : read(name, text.trim());
    else if (isKept(given)) settings[given] = text === "" ? null : text.slice(0, longestValue);
  }
  if (Object.keys(settings).length > mostSettings) {
    throw badRequest(`A profile may have at most ${mostSettings} settings`);
  }
  return settings;
}

const isKept = (name: string) =>
  name.length <= longestName && /^[A-Za-z][A-Za-z0-9_]*$/.test(name) && !reserved.has(name);

function readX264Options(name: string, text: string): string {
  const forbidden = findForbiddenX264Option(text);
  if (forbidden !== undefined) throw badRequest(`${name} may not have ${forbidden}`);
  return text;
}
