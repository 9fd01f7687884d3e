import { buildInputArgs } from "../../input-rules.ts";
import type { Fade, Track } from "./track.ts";

export interface SourceFile {
  /** Name in the task's own directory. */
  readonly file: string;
  readonly formatName: string | null;
}

export interface MixArgs {
  readonly inputs: readonly string[];
  /** Ends in `[sound]`; null for a silent film. */
  readonly graph: string | null;
}

const seconds = (value: number) => String(Math.round(value * 1e6) / 1e6);

/**
 * The inputs and the graph that mix all tracks to the film's length. `firstInput` is the number ffmpeg gives the
 * first of them. Every track is padded to the end before they are summed: `amix` of 4.1 divides by how many still
 * play, so that a track's end would make the others louder; with none ending, the division is undone exactly.
 */
export function buildMixArgs(
  tracks: readonly Track[],
  sources: readonly SourceFile[],
  film: { readonly seconds: number; readonly sampleRate: number; readonly firstInput: number },
): MixArgs {
  const heard = tracks.filter(({ span, volume }) => span.end > span.start && volume > 0);
  if (heard.length === 0) return { inputs: [], graph: null };
  const inputs = heard.flatMap((track) => inputArgs(track, sources));
  const parts = heard.map(
    (track, index) => `[${film.firstInput + index}:a:0]${trackFilters(track, film).join(",")}[t${index}]`,
  );
  const all = heard.map((_track, index) => `[t${index}]`).join("");
  const mixed =
    heard.length === 1
      ? `${all}anull[sound]`
      : `${all}amix=inputs=${heard.length}:dropout_transition=0,volume=${heard.length}:precision=float[sound]`;
  return { inputs, graph: [...parts, mixed].join(";") };
}

function inputArgs({ source, skip, loop }: Track, sources: readonly SourceFile[]): string[] {
  const from = sources[source];
  if (!from) throw new Error("Every track has a source.");
  return [
    ...(loop ? ["-stream_loop", "-1"] : []),
    ...(skip > 0 && !loop ? ["-ss", seconds(skip)] : []),
    ...buildInputArgs(from.file, from.formatName),
  ];
}

function trackFilters(track: Track, film: { seconds: number; sampleRate: number }): string[] {
  const { span, channels, skip, speed, loop, volume, fades } = track;
  const lasts = span.end - span.start;
  const start = Math.round(span.start * film.sampleRate);
  return [
    `aresample=${film.sampleRate}`,
    // Left to itself, one channel becomes two at half the power each: 3 dB less than the file has.
    ...(channels === 1 ? ["pan=stereo|c0=c0|c1=c0"] : []),
    `aformat=sample_fmts=fltp:sample_rates=${film.sampleRate}:channel_layouts=stereo`,
    "asetpts=N/SR/TB",
    ...(loop && skip > 0 ? [`atrim=start=${seconds(skip)}`, "asetpts=PTS-STARTPTS"] : []),
    ...tempoFilters(speed),
    `atrim=duration=${seconds(lasts)}`,
    ...(volume === 1 ? [] : [`volume=${volume}:precision=float`]),
    // In samples: milliseconds would round a place of the film.
    ...(start > 0 ? [`adelay=${start}S|${start}S`] : []),
    ...fades.map(fadeFilter),
    "apad",
    `atrim=duration=${seconds(film.seconds)}`,
  ];
}

/** Linear in amplitude, as pictures cross-fade. */
const fadeFilter = ({ kind, start, seconds: lasts }: Fade) =>
  `afade=t=${kind}:st=${seconds(start)}:d=${seconds(lasts)}:curve=tri`;

/** One `atempo` of 4.1 takes 0.5 to 2. */
function tempoFilters(speed: number): string[] {
  const filters: string[] = [];
  let left = speed;
  for (; left > 2; left /= 2) filters.push("atempo=2");
  for (; left < 0.5; left *= 2) filters.push("atempo=0.5");
  return left === 1 ? filters : [...filters, `atempo=${seconds(left)}`];
}
