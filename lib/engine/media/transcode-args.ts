import path from "node:path";
import type { MediaFacts, TranscodeSettings } from "../library/types.ts";
import { buildInputArgs } from "./input-rules.ts";
import { buildOverlayInput, overlayFilters } from "./overlay-args.ts";
import { fitPicture, toFilters } from "./picture-size.ts";

/** The source cannot become what was asked for; the message is for the person who asked. */
export class TranscodeError extends Error {
  override readonly name = "TranscodeError";
}

/** One rendition of a pass. */
export interface PassOutput {
  readonly settings: TranscodeSettings;
  /** Path of the playable file, extension and all, relative to the task's directory. */
  readonly file: string;
}

/** The encoders that this ffmpeg has. */
export type Encoders = ReadonlySet<string>;

interface SourceFile {
  /** Relative to the task's directory. */
  readonly file: string;
  readonly facts: MediaFacts;
}

/** Beyond this the number is a timebase that was taken for a rate. */
const highestFrameRate = 120;
const defaultSegmentSeconds = 4;

/**
 * The arguments of one ffmpeg that decodes the source once and writes every output. All outputs share the clip
 * (`clipStartMs`, `clipLengthMs`), which is what `planPasses` groups by. Throws `TranscodeError`.
 */
export function buildPassArgs(
  source: SourceFile,
  outputs: readonly PassOutput[],
  encoders: Encoders,
): string[] {
  const [first] = outputs;
  if (!first) throw new TranscodeError("There is nothing to encode.");
  const { clipStartMs, clipLengthMs } = first.settings;
  const drawn = outputs.filter(({ settings }) => isDrawn(settings));
  const hasPictures = outputs.some(({ settings }) => settings.videoCodec !== null);
  if (hasPictures && source.facts.videoCodec === null) {
    throw new TranscodeError("The source has no picture.");
  }
  const wantsSoundAlone = outputs.some(({ settings }) => settings.videoCodec === null);
  if (wantsSoundAlone && source.facts.audioCodec === null)
    throw new TranscodeError("The source has no sound.");

  return [
    ...(clipStartMs ? ["-ss", seconds(clipStartMs)] : []),
    ...buildInputArgs(source.file, source.facts.formatName),
    ...(first.settings.overlay ? buildOverlayInput(first.settings.overlay) : []),
    ...(drawn.length > 0 ? ["-filter_complex", buildGraph(source.facts, drawn)] : []),
    ...outputs.flatMap((output) => [
      ...(clipLengthMs ? ["-t", seconds(clipLengthMs)] : []),
      ...buildOutputArgs(source.facts, output, drawn.indexOf(output), encoders),
    ]),
  ];
}

const isDrawn = ({ videoCodec }: TranscodeSettings) => videoCodec !== null && videoCodec !== "copy";

/** `split` once, then a chain each: decoding, rotating and laying a picture over is done once for all. */
function buildGraph(facts: MediaFacts, outputs: readonly PassOutput[]): string {
  const chains = outputs.map(({ settings }, index) => {
    const source = { width: facts.width ?? 640, height: facts.height ?? 360 };
    const rate = settings.framesPerSecond ?? clampedRate(facts.framesPerSecond);
    const filters = [
      ...(rate === null ? [] : [`fps=${rate}`]),
      ...toFilters(fitPicture(source, settings)),
      "format=yuv420p",
    ];
    return `[s${index}]${filters.join(",")}[v${index}]`;
  });
  const overlay = outputs[0]?.settings.overlay;
  const laid = overlay
    ? overlayFilters(overlay, { width: facts.width ?? 640, height: facts.height ?? 360 }, "[0:v:0]", "[laid]")
    : [];
  const split = `${overlay ? "[laid]" : "[0:v:0]"}split=${outputs.length}${outputs.map((_output, index) => `[s${index}]`).join("")}`;
  return [...laid, split, ...chains].join(";");
}

function clampedRate(rate: number | null): number | null {
  return rate !== null && rate > highestFrameRate ? 60 : null;
}

function buildOutputArgs(
  facts: MediaFacts,
  output: PassOutput,
  pictureIndex: number,
  encoders: Encoders,
): string[] {
  const { settings } = output;
  const picture =
    settings.videoCodec === "copy"
      ? ["-map", "0:v:0", "-c:v", "copy"]
      : pictureIndex >= 0
        ? ["-map", `[v${pictureIndex}]`, ...buildVideoArgs(settings, encoders)]
        : ["-vn"];
  const hasSound = settings.audioCodec !== null && facts.audioCodec !== null;
  return [
    ...picture,
    ...(hasSound ? ["-map", "0:a:0", ...buildAudioArgs(settings, facts, encoders)] : ["-an"]),
    "-sn",
    "-dn",
    "-map_metadata",
    "-1",
    "-map_chapters",
    "-1",
    ...buildMuxerArgs(output),
  ];
}

function buildVideoArgs(settings: TranscodeSettings, encoders: Encoders): string[] {
  const kbps = settings.videoBitrateKbps;
  const keyframes = settings.keyframeIntervalFrames ? ["-g", String(settings.keyframeIntervalFrames)] : [];
  switch (settings.videoCodec) {
    case "h264":
      return [
        ...["-c:v", "libx264", "-preset", "veryfast", "-profile:v", settings.h264Profile ?? "high"],
        ...(settings.crf !== null
          ? [
              "-crf",
              String(settings.crf),
              ...(kbps ? ["-maxrate", `${kbps}k`, "-bufsize", `${kbps * 2}k`] : []),
            ]
          : kbps
            ? ["-b:v", `${kbps}k`, "-maxrate", `${Math.round(kbps * 1.5)}k`, "-bufsize", `${kbps * 2}k`]
            : ["-crf", "23"]),
        ...keyframes,
        ...(settings.kind === "hls-variant" ? hlsKeyframeArgs(settings) : []),
      ];
    case "vp8":
    case "vp9": {
      const encoder = requireEncoder(encoders, settings.videoCodec === "vp8" ? "libvpx" : "libvpx-vp9");
      const rate = kbps ? ["-b:v", `${kbps}k`] : ["-b:v", "0", "-crf", String(settings.crf ?? 32)];
      // Real-time mode at this step costs a fifth of the default's time for about a decibel.
      const threads = encoder === "libvpx-vp9" ? ["-row-mt", "1"] : [];
      return ["-c:v", encoder, "-deadline", "realtime", "-cpu-used", "5", ...threads, ...rate, ...keyframes];
    }
    case "theora":
      return ["-c:v", requireEncoder(encoders, "libtheora"), "-b:v", `${kbps ?? 1000}k`, ...keyframes];
    default:
      return [];
  }
}

/** Segments can only begin at key frames, at the same instants in every rung of the ladder. */
function hlsKeyframeArgs(settings: TranscodeSettings): string[] {
  const every = settings.segmentSeconds ?? defaultSegmentSeconds;
  if (settings.keyframesAtMs?.length) {
    return ["-force_key_frames", settings.keyframesAtMs.map(seconds).join(","), "-sc_threshold", "0"];
  }
  return ["-force_key_frames", `expr:gte(t,n_forced*${every})`, "-sc_threshold", "0"];
}

const audioEncoders = { aac: "aac", mp3: "libmp3lame", vorbis: "libvorbis", opus: "libopus" } as const;
/** Of MPEG-4 AAC and MP3; other rates are refused by players. */
const plainSampleRates = [8000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000];

function buildAudioArgs(settings: TranscodeSettings, facts: MediaFacts, encoders: Encoders): string[] {
  if (settings.audioCodec === null) return [];
  if (settings.audioCodec === "copy") return ["-c:a", "copy"];
  const encoder = requireEncoder(encoders, audioEncoders[settings.audioCodec]);
  const wantedRate = settings.audioSampleRate ?? facts.audioSampleRate ?? 44_100;
  const rate =
    settings.audioCodec === "opus" ? 48_000 : plainSampleRates.includes(wantedRate) ? wantedRate : 48_000;
  const wantedChannels = settings.audioChannels ?? Math.min(facts.audioChannels ?? 2, 2);
  const channels = Math.min(wantedChannels, settings.audioCodec === "mp3" ? 2 : 8);
  return [
    ...["-c:a", encoder, "-b:a", `${settings.audioBitrateKbps ?? 128}k`],
    ...["-ar", String(rate), "-ac", String(channels)],
  ];
}

function buildMuxerArgs({ settings, file }: PassOutput): string[] {
  if (settings.container === "hls") {
    const { dir, name } = path.posix.parse(file);
    return [
      ...["-f", "hls", "-hls_time", String(settings.segmentSeconds ?? defaultSegmentSeconds)],
      ...["-hls_playlist_type", "vod", "-hls_list_size", "0", "-hls_flags", "independent_segments"],
      // `%` is the segment's number to the muxer: in a name it must be doubled.
      ...["-hls_segment_filename", path.posix.join(dir, `${name.replaceAll("%", "%%")}-%05d.ts`), file],
    ];
  }
  const muxers = { mp4: "mp4", m4a: "mp4", webm: "webm", ogg: "ogg", oga: "ogg", mp3: "mp3" } as const;
  const muxer = muxers[settings.container as keyof typeof muxers];
  if (!muxer) throw new TranscodeError(`A ${settings.kind} cannot be written as ${settings.container}.`);
  // The index in front, so that a player begins before it has the whole file.
  return [...(muxer === "mp4" ? ["-movflags", "+faststart"] : []), "-f", muxer, `file:${file}`];
}

function requireEncoder(encoders: Encoders, name: string): string {
  if (!encoders.has(name)) throw new TranscodeError(`This server's ffmpeg has no ${name} encoder.`);
  return name;
}

/** ffmpeg's seconds, without an exponent. */
function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}
