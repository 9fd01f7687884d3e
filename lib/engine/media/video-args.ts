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
  const threads = encoder === "libvpx-vp9" ? ["-row-mt", "1"] : [];
  return ["-c:v", encoder, "-deadline", deadline, "-cpu-used", "5", ...threads, ...rate];
}

function keyframeArgs(settings: TranscodeSettings, facts: Pick<MediaFacts, "framesPerSecond">): string[] {
  const rate = settings.keyframesPerSecond;
  const fps = settings.framesPerSecond ?? facts.framesPerSecond ?? defaultRate;
  const most = rate ? Math.max(1, Math.ceil(fps / rate)) : settings.keyframeIntervalFrames;
  const forced = settings.kind === "hls-variant" ? hlsKeyframeArgs(settings) : [];
  if (forced.length === 0 && rate) forced.push("-force_key_frames", `expr:gte(t,n_forced*${1 / rate})`);
  return [...(most ? ["-g", String(most)] : []), ...forced];
}

/** Segments can only begin at key frames, at the same instants in every rung of the ladder. */
function hlsKeyframeArgs(settings: TranscodeSettings): string[] {
  const every = settings.segmentSeconds ?? defaultSegmentSeconds;
  if (settings.keyframesAtMs?.length) {
    const times = settings.keyframesAtMs.map((ms) => (ms / 1000).toFixed(3)).join(",");
    return ["-force_key_frames", times, "-sc_threshold", "0"];
  }
  return ["-force_key_frames", `expr:gte(t,n_forced*${every})`, "-sc_threshold", "0"];
}
