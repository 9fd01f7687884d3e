import type { MediaFacts } from "../library/types.ts";
import type { ImageSize } from "./images.ts";
import { nearestMp2Rate } from "./mp2-rates.ts";

export interface VideoConversion {
  readonly size: ImageSize;
  readonly isCropped: boolean;
  readonly audioCodec: "mp2" | "mp3" | "aac" | "wmav1" | "wmav2";
  /** The highest that the picture may need; its quality is what `crf` says. */
  readonly videoKbps: number;
  readonly audioKbps: number;
  readonly sampleRate: number;
  readonly crf: number;
  readonly gop: number;
}

/** Only Matroska holds H.264 beside Windows Media sound; MP4 does not tell MPEG audio's layer II from III. */
export const containerOf = ({ audioCodec }: Pick<VideoConversion, "audioCodec">) =>
  audioCodec === "aac" || audioCodec === "mp3"
    ? ({ muxer: "mp4", extension: "mp4" } as const)
    : ({ muxer: "matroska", extension: "mkv" } as const);

const audioEncoders = { mp2: "mp2", mp3: "libmp3lame", aac: "aac", wmav1: "wmav1", wmav2: "wmav2" } as const;

/** Picture and sound as they are wanted; sound that already is, is taken as it is. */
export function buildConversionArgs(facts: MediaFacts, conversion: VideoConversion, file: string): string[] {
  const { size, isCropped, videoKbps, crf, gop } = conversion;
  const shape = `${size.width}/${size.height}`;
  const filters = [
    ...(isCropped ? [`crop='min(iw,ih*${shape})':'min(ih,iw/(${shape}))'`] : []),
    `scale=${size.width}:${size.height}:flags=bicubic`,
    "setsar=1",
    "format=yuv420p",
  ];
  const { muxer } = containerOf(conversion);
  return [
    ...["-map", "0:v:0", "-vf", filters.join(",")],
    ...["-c:v", "libx264", "-preset", "veryfast", "-crf", String(crf), "-g", String(gop)],
    ...["-maxrate", `${videoKbps}k`, "-bufsize", `${videoKbps * 2}k`],
    ...(facts.audioCodec === null ? ["-an"] : ["-map", "0:a:0", ...buildSoundArgs(facts, conversion)]),
    ...["-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1"],
    ...(muxer === "mp4" ? ["-movflags", "+faststart"] : []),
    ...["-f", muxer, `file:${file}`],
  ];
}

function buildSoundArgs(facts: MediaFacts, { audioCodec, audioKbps, sampleRate }: VideoConversion): string[] {
  const isAsWanted =
    facts.audioCodec === audioCodec &&
    facts.audioSampleRate === sampleRate &&
    (facts.audioChannels ?? 9) <= 2 &&
    facts.audioBitrateKbps !== null &&
    facts.audioBitrateKbps <= audioKbps * 1.1;
  if (isAsWanted) return ["-c:a", "copy"];
  const kbps = audioCodec === "mp2" ? nearestMp2Rate(audioKbps, sampleRate) : audioKbps;
  const channels = Math.min(2, facts.audioChannels ?? 2);
  return [
    "-c:a",
    audioEncoders[audioCodec],
    "-b:a",
    `${kbps}k`,
    "-ar",
    String(sampleRate),
    "-ac",
    String(channels),
  ];
}
