import type { MediaFacts, TranscodeSettings } from "../library/types.ts";
import { type Encoders, requireEncoder } from "./encoders.ts";

/** Which run of a two-pass encode; null for the usual one. */
export type PassNumber = 1 | 2 | null;

export const defaultSegmentSeconds = 4;
/** Relative to the task's directory; both runs of a two-pass encode know it. */
const passLog = "two-pass";
/** Of every codec here: where neither the profile nor the source says it. */
const defaultRate = 25;

/** How a picture is encoded: codec, rate control, key frames. */
export function buildVideoArgs(
  settings: TranscodeSettings,
  facts: Pick<MediaFacts, "framesPerSecond">,
  encoders: Encoders,
  pass: PassNumber = null,
): string[] {
  const passArgs = pass === null ? [] : ["-pass", String(pass), "-passlogfile", passLog];
  switch (settings.videoCodec) {
    case "h264":
      return [...buildH264Args(settings), ...keyframeArgs(settings, facts), ...passArgs];
    case "vp8":
    case "vp9":
      return [...buildVpxArgs(settings, encoders, pass), ...keyframeArgs(settings, facts), ...passArgs];
    case "h265":
      return [...buildH265Args(settings, encoders), ...keyframeArgs(settings, facts)];
    case "mpeg2":
      return [
        ...["-c:v", requireEncoder(encoders, "mpeg2video"), "-bf", "2"],
        ...rateArgs({ ...settings, crf: null, videoBitrateKbps: settings.videoBitrateKbps ?? 4000 }),
        ...keyframeArgs(settings, facts),
      ];
    case "prores":
      // Apple's own players ask for the vendor's mark.
      return [
        ...["-c:v", requireEncoder(encoders, "prores_ks"), "-vendor", "apl0"],
        ...["-profile:v", settings.proresProfile ?? "standard"],
      ];
    case "theora":
      return [
        ...["-c:v", requireEncoder(encoders, "libtheora"), "-b:v", `${settings.videoBitrateKbps ?? 1000}k`],
        ...keyframeArgs(settings, facts),
        ...passArgs,
      ];
    default:
      return [];
  }
}

function buildH264Args(settings: TranscodeSettings): string[] {
  // ABR's usual freedom misses the rate by a third on a clip of a few seconds.
  const options = [
    ...(settings.videoBitrateKbps && settings.crf === null ? ["ratetol=0.1"] : []),
    ...(settings.isConstantBitrate ? ["nal-hrd=cbr"] : []),
    ...(settings.x264Options ? [settings.x264Options] : []),
  ];
  return [
    ...["-c:v", "libx264", "-preset", settings.encoderPreset ?? "veryfast"],
    ...["-profile:v", settings.h264Profile ?? "high"],
    ...(settings.h264Level ? ["-level", settings.h264Level] : []),
    ...(settings.h264Tune ? ["-tune", settings.h264Tune] : []),
    ...rateArgs(settings),
    ...(options.length > 0 ? ["-x264-params", options.join(":")] : []),
  ];
}

/** `hvc1`: the mark that Apple's players know H.265 by. */
function buildH265Args(settings: TranscodeSettings, encoders: Encoders): string[] {
  const { videoBitrateKbps: kbps, crf } = settings;
  // ABR's usual freedom misses the rate by a tenth on a clip of a few seconds, and there is no tolerance to set.
  const bounds = kbps && crf === null ? { maxRateKbps: kbps, bufferSizeKbits: kbps } : {};
  return [
    ...["-c:v", requireEncoder(encoders, "libx265"), "-preset", settings.encoderPreset ?? "veryfast"],
    ...rateArgs({ ...bounds, ...settings }),
    ...["-x265-params", "log-level=error", "-tag:v", "hvc1"],
  ];
}

function rateArgs(settings: TranscodeSettings): string[] {
  const kbps = settings.videoBitrateKbps;
  if (settings.crf !== null) {
    const most = settings.maxRateKbps ?? kbps;
    const buffer = settings.bufferSizeKbits ?? (most ? most * 2 : null);
    return [
      "-crf",
      String(settings.crf),
      ...(most ? ["-maxrate", `${most}k`, "-bufsize", `${buffer}k`] : []),
    ];
  }
  if (!kbps) return ["-crf", "23"];
  if (settings.isConstantBitrate) {
    const buffer = settings.bufferSizeKbits ?? kbps;
    return ["-b:v", `${kbps}k`, "-minrate", `${kbps}k`, "-maxrate", `${kbps}k`, "-bufsize", `${buffer}k`];
  }
  const most = settings.maxRateKbps ?? Math.round(kbps * 1.5);
  return ["-b:v", `${kbps}k`, "-maxrate", `${most}k`, "-bufsize", `${settings.bufferSizeKbits ?? kbps * 2}k`];
}

function buildVpxArgs(settings: TranscodeSettings, encoders: Encoders, pass: PassNumber): string[] {
  const encoder = requireEncoder(encoders, settings.videoCodec === "vp8" ? "libvpx" : "libvpx-vp9");
  const kbps = settings.videoBitrateKbps;
  const most = settings.maxRateKbps;
  const rate = kbps
    ? ["-b:v", `${kbps}k`, ...(most ? ["-maxrate", `${most}k`] : [])]
    : ["-b:v", "0", "-crf", String(settings.crf ?? 32)];
  // Real-time mode at this step costs a fifth of the default's time for about a decibel; it knows no second pass.
  const deadline = pass === null ? "realtime" : "good";
  const own = encoder === "libvpx-vp9" ? ["-row-mt", "1", ...vp9Bounds(settings, pass)] : [];
  return ["-c:v", encoder, "-deadline", deadline, "-cpu-used", "5", ...rate, ...own];
}

/** Left to itself VP9 in real time is a quarter above the rate it was given. */
function vp9Bounds({ videoBitrateKbps: kbps, maxRateKbps }: TranscodeSettings, pass: PassNumber): string[] {
  if (!kbps || maxRateKbps || pass !== null) return [];
  return ["-minrate", `${kbps}k`, "-maxrate", `${kbps}k`, "-bufsize", `${Math.round(kbps / 2)}k`];
}

function keyframeArgs(settings: TranscodeSettings, facts: Pick<MediaFacts, "framesPerSecond">): string[] {
  const rate = settings.keyframesPerSecond;
  const fps = settings.framesPerSecond ?? facts.framesPerSecond ?? defaultRate;
  const most = rate ? Math.max(1, Math.ceil(fps / rate)) : settings.keyframeIntervalFrames;
  const isSegmented = settings.kind === "hls-variant" || settings.kind === "smooth";
  const forced = isSegmented ? segmentKeyframeArgs(settings) : [];
  if (forced.length === 0 && rate) forced.push("-force_key_frames", `expr:gte(t,n_forced*${1 / rate})`);
  return [...(most ? ["-g", String(most)] : []), ...forced];
}

/** Segments can only begin at key frames, at the same instants in every rung of the ladder. */
function segmentKeyframeArgs(settings: TranscodeSettings): string[] {
  const every = settings.segmentSeconds ?? defaultSegmentSeconds;
  if (settings.keyframesAtMs?.length) {
    const times = settings.keyframesAtMs.map((ms) => (ms / 1000).toFixed(3)).join(",");
    return ["-force_key_frames", times, "-sc_threshold", "0"];
  }
  return ["-force_key_frames", `expr:gte(t,n_forced*${every})`, "-sc_threshold", "0"];
}
