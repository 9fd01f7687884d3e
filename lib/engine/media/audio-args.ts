import type { MediaFacts, TranscodeSettings } from "../library/types.ts";
import { type Encoders, requireEncoder } from "./encoders.ts";
import { nearestMp2Rate } from "./mp2-rates.ts";

const audioEncoders = {
  aac: "aac",
  mp3: "libmp3lame",
  vorbis: "libvorbis",
  opus: "libopus",
  ac3: "ac3",
  eac3: "eac3",
  mp2: "mp2",
  pcm_s16le: "pcm_s16le",
} as const;
/** Of MPEG-4 AAC and MP3; other rates are refused by players. */
const plainSampleRates = [8000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000];
/** Of Dolby Digital and MPEG-1 Layer II. */
const broadcastSampleRates = [32_000, 44_100, 48_000];

/** How sound is encoded: codec, rates, channels. */
export function buildAudioArgs(settings: TranscodeSettings, facts: MediaFacts, encoders: Encoders): string[] {
  const codec = settings.audioCodec;
  if (codec === null) return [];
  if (codec === "copy") return ["-c:a", "copy"];
  const encoder = requireEncoder(encoders, audioEncoders[codec]);
  const rate = sampleRate(settings, facts);
  const wanted = settings.audioBitrateKbps ?? 128;
  const kbps = codec === "mp2" ? nearestMp2Rate(wanted, rate) : wanted;
  const most = codec === "mp3" || codec === "mp2" ? 2 : codec === "ac3" || codec === "eac3" ? 6 : 8;
  const channels = Math.min(settings.audioChannels ?? Math.min(facts.audioChannels ?? 2, 2), most);
  // Left to itself Vorbis is an eighth below the rate it was given.
  const bounds = codec === "vorbis" ? ["-minrate:a", `${kbps}k`, "-maxrate:a", `${kbps}k`] : [];
  return [
    ...["-c:a", encoder, ...(codec === "pcm_s16le" ? [] : ["-b:a", `${kbps}k`, ...bounds])],
    ...["-ar", String(rate), "-ac", String(channels)],
    ...(settings.isMuted ? ["-af", "volume=0"] : []),
  ];
}

function sampleRate({ audioCodec, audioSampleRate }: TranscodeSettings, facts: MediaFacts): number {
  if (audioCodec === "opus") return 48_000;
  const wanted = audioSampleRate ?? facts.audioSampleRate ?? 44_100;
  const isBroadcast = audioCodec === "ac3" || audioCodec === "eac3" || audioCodec === "mp2";
  const known = isBroadcast ? broadcastSampleRates : plainSampleRates;
  return known.includes(wanted) ? wanted : 48_000;
}
