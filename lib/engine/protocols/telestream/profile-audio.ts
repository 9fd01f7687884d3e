import type { TranscodeSettings } from "../../library/types.ts";
import type { Preset } from "./presets.ts";
import { badRequest } from "./problems.ts";

type AudioCodec = NonNullable<TranscodeSettings["audioCodec"]>;

/** The vendor's names of encoders. The engine's AAC encoder does the work of the one that is not free. */
const codecs: Readonly<Record<string, AudioCodec>> = {
  aac: "aac",
  libfdk_aac: "aac",
  libmp3lame: "mp3",
  libvorbis: "vorbis",
  ac3: "ac3",
  dib_ac3: "ac3",
  eac3: "eac3",
  mp2: "mp2",
  pcm_s16le: "pcm_s16le",
};

const fitting: Partial<Readonly<Record<Preset["container"], readonly AudioCodec[]>>> = {
  mp4: ["aac", "mp3", "ac3", "eac3"],
  m4a: ["aac"],
  mov: ["pcm_s16le", "aac", "ac3"],
  webm: ["vorbis", "opus"],
  ogg: ["vorbis"],
  oga: ["vorbis"],
  mp3: ["mp3"],
  hls: ["aac", "mp3", "ac3", "mp2"],
  ts: ["aac", "mp3", "ac3", "eac3", "mp2"],
  mpg: ["mp2", "mp3", "ac3"],
};

/** The codec that a profile's `audio_codec` asks for; the preset's own without one. */
export function toAudioCodec(
  { audioCodec }: Pick<Preset, "audioCodec">,
  wanted: unknown,
): TranscodeSettings["audioCodec"] {
  if (typeof wanted !== "string" || audioCodec === null) return audioCodec;
  return codecs[wanted] ?? audioCodec;
}

/** Throws the problem when what the profile would be written as cannot hold that codec. */
export function checkAudioCodec(preset: Preset, wanted: unknown): void {
  const codec = toAudioCodec(preset, wanted);
  if (codec === null || codec === preset.audioCodec || fitting[preset.container]?.includes(codec)) return;
  throw badRequest(`audio_codec ${String(wanted)} does not go into ${preset.extname}`);
}
