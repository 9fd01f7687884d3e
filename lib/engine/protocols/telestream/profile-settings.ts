import type { FineSettings, MediaTime, TranscodeSettings } from "../../library/types.ts";
import type { Preset, ProfileSettings } from "./presets.ts";
import { toAudioCodec } from "./profile-audio.ts";

/** What media code is told to make: the preset's kind with the profile's settings. */
export function toTranscodeSettings(preset: Preset, settings: ProfileSettings): TranscodeSettings {
  const clipStartMs = readClip(settings.clip_offset);
  const clipEndMs = readClip(settings.clip_end);
  return {
    kind: preset.kind,
    container: toContainer(preset, settings),
    videoCodec: preset.videoCodec,
    audioCodec: toAudioCodec(preset, settings.audio_codec),
    width: numberOr(settings.width, null),
    height: numberOr(settings.height, null),
    upscale: settings.upscale !== false,
    aspectMode: readAspectMode(settings.aspect_mode),
    videoBitrateKbps: preset.videoCodec ? numberOr(settings.video_bitrate, null) : null,
    audioBitrateKbps: numberOr(settings.audio_bitrate, null),
    audioSampleRate: numberOr(settings.audio_sample_rate, null),
    audioChannels: numberOr(settings.audio_channels, null),
    framesPerSecond: numberOr(settings.fps, null),
    keyframeIntervalFrames: numberOr(settings.keyframe_interval, null),
    h264Profile: textOr(settings.h264_profile, null),
    crf: typeof settings.h264_crf === "number" ? settings.h264_crf : null,
    clipStartMs,
    clipLengthMs:
      readClip(settings.clip_length) ??
      (clipEndMs === null ? null : Math.max(0, clipEndMs - (clipStartMs ?? 0))),
    segmentSeconds: numberOr(settings.segment_time, null),
    variantNames: preset.kind === "hls-master" ? globs(settings.variants) : [],
    frameCount: numberOr(settings.frame_count, null),
    ...toFineSettings(settings),
  };
}

/** Only what is set: a rendition's stored settings stay short. */
function toFineSettings(settings: ProfileSettings): FineSettings {
  const maxRateKbps = numberOr(settings.max_rate, null);
  const bufferSizeKbits = numberOr(settings.buffer_size, null);
  const keyframesPerSecond = numberOr(settings.keyframe_rate, null);
  const encoderPreset = textOr(settings.codec_preset, null);
  const h264Level = textOr(settings.h264_level, null);
  const h264Tune = textOr(settings.h264_tune, null);
  const x264Options = textOr(settings.x264_options, null);
  const pixelFormat = textOr(settings.pixel_format, null);
  const proresProfile = textOr(settings.prores_format, null);
  const { deinterlace } = settings;
  const inputCrop = toInputCrop(settings);
  const watermark = toWatermark(settings);
  const frameOffsets = toTimes(settings.frame_offsets);
  const [frameInterval] = toTimes(settings.frame_interval);
  return {
    ...(maxRateKbps && { maxRateKbps }),
    ...(bufferSizeKbits && { bufferSizeKbits }),
    ...(settings.cbr === true && { isConstantBitrate: true }),
    ...(/^(true|1|yes)$/i.test(String(settings.two_pass)) && { isTwoPass: true }),
    ...(encoderPreset && { encoderPreset }),
    ...(h264Level && { h264Level }),
    ...(h264Tune && { h264Tune }),
    ...(x264Options && { x264Options }),
    ...(pixelFormat && { pixelFormat }),
    ...(proresProfile && { proresProfile }),
    ...(keyframesPerSecond && { keyframesPerSecond }),
    ...((deinterlace === "keep_fps" || deinterlace === "double_fps") && { deinterlace }),
    ...(inputCrop && { inputCrop }),
    ...(watermark && { watermark }),
    ...(settings.mute_audio_tracks === true && { isMuted: true }),
    ...(frameOffsets.length > 0 && { frameOffsets }),
    ...(frameInterval && { frameInterval }),
  };
}

/** Stills by the extension that the profile has; everything else as its preset says. */
function toContainer({ kind, container }: Preset, settings: ProfileSettings): TranscodeSettings["container"] {
  return kind === "stills" && settings.extname === ".png" ? "png" : container;
}

function toInputCrop(settings: ProfileSettings): FineSettings["inputCrop"] {
  const sides = (["top", "bottom", "left", "right", "width", "height"] as const).flatMap((side) => {
    const value = settings[`crop_input_${side}`];
    return typeof value === "number" ? [[side, value] as const] : [];
  });
  return sides.length > 0 ? Object.fromEntries(sides) : undefined;
}

function toWatermark(settings: ProfileSettings): FineSettings["watermark"] {
  const url = textOr(settings.watermark_url, null);
  if (url === null) return undefined;
  const length = (side: string) => textOr(settings[`watermark_${side}`], null);
  return {
    url,
    top: length("top"),
    bottom: length("bottom"),
    left: length("left"),
    right: length("right"),
    width: length("width"),
    height: length("height"),
  };
}

/** `2s, 250f` */
function toTimes(value: unknown): MediaTime[] {
  if (typeof value !== "string") return [];
  return value.split(",").map((text): MediaTime => {
    const number = Number.parseFloat(text);
    return text.trim().endsWith("f") ? { frame: Math.round(number) } : { ms: Math.round(number * 1000) };
  });
}

const numberOr = <T>(value: unknown, otherwise: T): number | T =>
  typeof value === "number" && value > 0 ? value : otherwise;

const textOr = <T>(value: unknown, otherwise: T): string | T =>
  typeof value === "string" && value !== "" ? value : otherwise;

const globs = (value: unknown): string[] =>
  textOr(value, "hls.*")
    .split(",")
    .map((glob) => glob.trim())
    .filter(Boolean);

/** `HH:MM:SS`, with a fraction, or seconds, as milliseconds. */
function readClip(value: unknown): number | null {
  const match = /^(?:(?:(\d+):)?(\d{1,2}):)?(\d+(?:\.\d+)?)$/.exec(String(value ?? ""));
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
