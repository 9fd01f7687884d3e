import path from "node:path";
import type { MediaFacts, TranscodeSettings } from "../../library/types.ts";
import type { PassOutput } from "../picture-graph.ts";

/** Of the profile's bitrate; players change between them where fragments begin. */
const shares = [1, 1 / 2, 1 / 4, 1 / 8];
/** The vendor's preset. */
const defaultKbps = { video: 500, audio: 128 };
/** Short enough to change quality soon, as the encoders of Smooth Streaming cut. */
const defaultFragmentSeconds = 2;

/** The bitrates of a Smooth Streaming rendition, kbit/s, the highest first. */
export function smoothRates({ videoBitrateKbps }: Pick<TranscodeSettings, "videoBitrateKbps">): number[] {
  const whole = videoBitrateKbps ?? defaultKbps.video;
  return [...new Set(shares.map((share) => Math.max(1, Math.round(whole * share))))];
}

export const smoothAudioKbps = ({ audioBitrateKbps }: Pick<TranscodeSettings, "audioBitrateKbps">) =>
  audioBitrateKbps ?? defaultKbps.audio;

export const smoothVideoFile = (kbps: number) => `media_${kbps}.ismv`;
export const smoothAudioFile = "media.isma";

/** What ffmpeg writes for a rendition: its file, or for Smooth Streaming the picture at each rate and the sound. */
export function expandOutput(output: PassOutput, facts: Pick<MediaFacts, "audioCodec">): PassOutput[] {
  const { settings, file } = output;
  if (settings.kind !== "smooth") return [output];
  const beside = (name: string) => path.posix.join(path.posix.dirname(file), name);
  const shared: TranscodeSettings = {
    ...settings,
    container: "ismv",
    isTwoPass: false,
    segmentSeconds: settings.segmentSeconds ?? defaultFragmentSeconds,
  };
  const pictures = smoothRates(settings).map((kbps) => ({
    ...output,
    settings: { ...shared, videoBitrateKbps: kbps, audioCodec: null },
    file: beside(smoothVideoFile(kbps)),
  }));
  if (facts.audioCodec === null) return pictures;
  const sound = {
    settings: { ...shared, videoCodec: null, audioBitrateKbps: smoothAudioKbps(settings) },
    file: beside(smoothAudioFile),
  };
  return [...pictures, sound];
}
