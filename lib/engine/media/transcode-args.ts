import path from "node:path";
import type { MediaFacts, TranscodeSettings } from "../library/types.ts";
import { buildAudioArgs } from "./audio-args.ts";
import { type Encoders, TranscodeError } from "./encoders.ts";
import { buildInputArgs } from "./input-rules.ts";
import { buildOverlayInput } from "./overlay-args.ts";
import { type PassOutput, toPictureGraph } from "./picture-graph.ts";
import { buildVideoArgs, defaultSegmentSeconds, type PassNumber } from "./video-args.ts";
import { watermarkInputArgs } from "./watermark-args.ts";

export { type Encoders, TranscodeError } from "./encoders.ts";
export type { PassOutput } from "./picture-graph.ts";

interface SourceFile {
  /** Relative to the task's directory. */
  readonly file: string;
  readonly facts: MediaFacts;
}

/**
 * The arguments of one ffmpeg that decodes the source once and writes every output. All outputs share the clip
 * (`clipStartMs`, `clipLengthMs`), which is what `planPasses` groups by. Throws `TranscodeError`.
 */
export function buildPassArgs(
  source: SourceFile,
  outputs: readonly PassOutput[],
  encoders: Encoders,
  pass: PassNumber = null,
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
  const { durationMs } = source.facts;
  if (clipStartMs && durationMs !== null && clipStartMs >= durationMs) {
    throw new TranscodeError("The clip begins after the end of the source.");
  }
  if (clipLengthMs === 0) throw new TranscodeError("The clip ends before it begins.");
  const { overlay } = first.settings;
  const watermarks = drawn.flatMap(({ watermark }) => watermark ?? []);

  return [
    ...(clipStartMs ? ["-ss", seconds(clipStartMs)] : []),
    ...buildInputArgs(source.file, source.facts.formatName),
    ...(overlay ? buildOverlayInput(overlay) : []),
    ...watermarks.flatMap(watermarkInputArgs),
    ...(drawn.length > 0 ? ["-filter_complex", toPictureGraph(source.facts, drawn, overlay)] : []),
    ...outputs.flatMap((output) => [
      ...(clipLengthMs ? ["-t", seconds(clipLengthMs)] : []),
      ...buildOutputArgs(source.facts, output, { index: drawn.indexOf(output), encoders, pass }),
    ]),
  ];
}

const isDrawn = ({ videoCodec }: TranscodeSettings) => videoCodec !== null && videoCodec !== "copy";

/** What one ffmpeg after the other has to do: one, or for an encode in two passes two. */
export function buildRuns(
  source: SourceFile,
  outputs: readonly PassOutput[],
  encoders: Encoders,
): string[][] {
  const [first] = outputs;
  if (!first || outputs.length > 1 || !isTwoPass(first.settings)) {
    return [buildPassArgs(source, outputs, encoders)];
  }
  return [buildPassArgs(source, outputs, encoders, 1), buildPassArgs(source, outputs, encoders, 2)];
}

const twoPassCodecs: ReadonlySet<TranscodeSettings["videoCodec"]> = new Set(["h264", "vp8", "vp9"]);

/** Two passes find a rate; constant quality has none. */
export function isTwoPass({
  isTwoPass: isWanted,
  videoCodec,
  videoBitrateKbps,
  crf,
}: PassOutput["settings"]): boolean {
  return Boolean(isWanted && twoPassCodecs.has(videoCodec) && videoBitrateKbps && crf === null);
}

function buildOutputArgs(
  facts: MediaFacts,
  output: PassOutput,
  { index, encoders, pass }: { index: number; encoders: Encoders; pass: PassNumber },
): string[] {
  const { settings } = output;
  const picture =
    settings.videoCodec === "copy"
      ? ["-map", "0:v:0", "-c:v", "copy"]
      : index >= 0
        ? ["-map", `[v${index}]`, ...buildVideoArgs(settings, facts, encoders, pass)]
        : ["-vn"];
  if (pass === 1) return [...picture, "-an", "-sn", "-dn", "-f", "null", "-"];
  const hasSound = settings.audioCodec !== null && facts.audioCodec !== null;
  return [
    ...picture,
    ...(hasSound ? ["-map", "0:a:0", ...buildAudioArgs(settings, facts, encoders)] : ["-an"]),
    ...["-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1"],
    ...buildMuxerArgs(output),
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
  const muxer = muxers[settings.container];
  if (!muxer) throw new TranscodeError(`A ${settings.kind} cannot be written as ${settings.container}.`);
  return [...muxerOptions(muxer, settings), "-f", muxer, `file:${file}`];
}

const muxers: Partial<Readonly<Record<TranscodeSettings["container"], string>>> = {
  mp4: "mp4",
  m4a: "mp4",
  mov: "mov",
  webm: "webm",
  ogg: "ogg",
  oga: "ogg",
  mp3: "mp3",
  ts: "mpegts",
  // MPEG-2's program stream; the muxer that is called mpeg writes MPEG-1's.
  mpg: "vob",
  ismv: "ismv",
};

function muxerOptions(muxer: string, { videoCodec, segmentSeconds }: TranscodeSettings): string[] {
  if (muxer === "ismv") {
    const every = segmentSeconds ?? defaultSegmentSeconds;
    return videoCodec === null ? ["-frag_duration", `${every}000000`] : ["-movflags", "+frag_keyframe"];
  }
  // The index in front, so that a player begins before it has the whole file.
  return muxer === "mp4" || muxer === "mov" ? ["-movflags", "+faststart"] : [];
}

/** ffmpeg's seconds, without an exponent. */
function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}
