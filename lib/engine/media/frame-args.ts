import type { MediaFacts } from "../library/types.ts";
import type { CollectedFrames } from "./frames-matroska.ts";
import { inputRules } from "./input-rules.ts";
import { fitPicture, type Size, sizeOfFit, toFilters } from "./picture-size.ts";

/** What a poster, a filmstrip and stills ask of ffmpeg. Pure: the packets and the paths come from the callers. */

export interface PicturePlan {
  readonly poster: Size;
  /** Null for a picture that is shown for a moment only. */
  readonly filmstrip: { readonly frameCount: number; readonly frame: Size } | null;
  /** Ascending. */
  readonly timesMs: readonly number[];
  /** The poster's place among them, the second where there are some: films begin in black. */
  readonly lead: number;
  readonly toleranceMs: number;
  readonly enoughKeyFrames: number;
}

/** A filmstrip of this many different pictures is worth more now than one of ten later. */
const enoughKeyFrames = 5;
const posterSide = 960;
const filmstripSide = 240;
const filmstripFrames = 10;

export function planPictures(facts: MediaFacts): PicturePlan {
  const source = { width: facts.width ?? 640, height: facts.height ?? 360 };
  const sizeWithin = (side: number) =>
    sizeOfFit(fitPicture(source, { width: side, height: side, upscale: false, aspectMode: "constrain" }));
  const durationMs = facts.durationMs ?? 0;
  // A fifth of a second is the shortest step between two frames that tells anything.
  const frameCount = Math.min(filmstripFrames, Math.floor(durationMs / 200));
  if (frameCount < 2) {
    return {
      poster: sizeWithin(posterSide),
      filmstrip: null,
      timesMs: [durationMs / 2],
      lead: 0,
      toleranceMs: durationMs,
      enoughKeyFrames: 1,
    };
  }
  const stepMs = durationMs / frameCount;
  return {
    poster: sizeWithin(posterSide),
    filmstrip: { frameCount, frame: sizeWithin(filmstripSide) },
    timesMs: Array.from({ length: frameCount }, (_unused, index) => Math.round((index + 0.5) * stepMs)),
    lead: frameCount > 3 ? 1 : 0,
    toleranceMs: stepMs / 2,
    enoughKeyFrames,
  };
}

type FrameInstants = Pick<CollectedFrames, "timestampsMs" | "leadMs">;

/** Packets chosen by `collectFrames` come by pipe; the poster leaves by standard output, the filmstrip as a file. */
export function buildPictureArgs(
  facts: Pick<MediaFacts, "rotation">,
  plan: PicturePlan,
  frames: FrameInstants,
  filmstripFile: string,
): string[] {
  return [
    ...pipedInputArgs("1"),
    ...["-filter_complex", buildPictureGraph(facts, plan, frames)],
    ...posterOutputArgs,
    ...(plan.filmstrip ? filmstripOutputArgs(filmstripFile) : []),
  ];
}

/** The same for a picture with a filmstrip whose graph is told later, on descriptor 4. */
export function buildEarlyPictureArgs(filmstripFile: string): string[] {
  return [
    ...pipedInputArgs("1"),
    ...["-filter_complex_script", "pipe:4"],
    ...posterOutputArgs,
    ...filmstripOutputArgs(filmstripFile),
  ];
}

/** `[p]` is the poster, `[s]` the filmstrip where the plan has one. */
export function buildPictureGraph(
  facts: Pick<MediaFacts, "rotation">,
  plan: PicturePlan,
  { timestampsMs, leadMs }: FrameInstants,
): string {
  const posterMs = leadMs ?? timestampsMs[Math.min(plan.lead, timestampsMs.length - 1)] ?? 0;
  const turn = turnFilters(facts.rotation);
  const poster = [selectFilter([posterMs]), ...turn, scaleFilter(plan.poster), "setpts=0"].join(",");
  if (!plan.filmstrip) return `[0:v:0]${poster}[p]`;
  const { frameCount, frame } = plan.filmstrip;
  const strip = [
    selectFilter(timestampsMs),
    ...turn,
    scaleFilter(frame),
    `tile=${Math.min(frameCount, timestampsMs.length)}x1`,
    "setpts=0",
  ].join(",");
  return `[0:v:0]split=2[a][b];[a]${poster}[p];[b]${strip}[s]`;
}

/** The same from the file itself, for what the demuxer does not read: one decode, key frames only when it is long. */
export function buildPictureArgsFromFile(
  inputArgs: readonly string[],
  facts: MediaFacts,
  plan: PicturePlan,
  filmstripFile: string,
): string[] {
  const seconds = (facts.durationMs ?? 0) / 1000;
  const posterAt = ((plan.timesMs[plan.lead] ?? 0) / 1000).toFixed(3);
  // ffmpeg turns the picture itself here: it reads the file's own matrix.
  const poster = [`select='gte(t,${posterAt})'`, scaleFilter(plan.poster), "setpts=0"].join(",");
  const skip = seconds > 60 ? ["-skip_frame", "nokey"] : [];
  if (!plan.filmstrip || seconds === 0) {
    return [...inputArgs, "-filter_complex", `[0:v:0]${scaleFilter(plan.poster)}[p]`, ...posterOutputArgs];
  }
  const { frameCount, frame } = plan.filmstrip;
  const strip = [
    `fps=${(frameCount / seconds).toFixed(6)}`,
    scaleFilter(frame),
    `tile=${frameCount}x1`,
    "setpts=0",
  ];
  return [
    ...skip,
    ...inputArgs,
    ...["-filter_complex", `[0:v:0]split=2[a][b];[a]${poster}[p];[b]${strip.join(",")}[s]`],
    ...posterOutputArgs,
    ...filmstripOutputArgs(filmstripFile),
  ];
}

/** Full-size frames at given instants: `frame-1.jpg`, `frame-2.jpg`, … */
export function buildStillArgs(
  facts: MediaFacts,
  settings: Parameters<typeof fitPicture>[1] & { readonly container: string },
  timestampsMs: readonly number[],
): string[] {
  const source = { width: facts.width ?? 640, height: facts.height ?? 360 };
  const filters = [
    selectFilter(timestampsMs),
    ...turnFilters(facts.rotation),
    ...toFilters(fitPicture(source, settings)),
    "setpts=N/(25*TB)",
  ];
  const isPng = settings.container === "png";
  return [
    ...pipedInputArgs("1"),
    ...["-filter_complex", `[0:v:0]${filters.join(",")}[v]`, "-map", "[v]", "-r", "25"],
    ...["-frames:v", String(timestampsMs.length)],
    ...(isPng ? ["-c:v", "png"] : ["-c:v", "mjpeg", "-q:v", "3", "-pix_fmt", "yuvj420p"]),
    ...["-f", "image2", `file:out/frame-%d.${isPng ? "png" : "jpg"}`],
  ];
}

/**
 * Packets by pipe. One thread where pictures are wanted as soon as they are decoded: frame threads would hold each
 * back until as many more packets have come. As many as there are for the last frame of a long run. Nothing is to be
 * found out about streams that are ours: ffmpeg would decode up to twenty frames for it, and then once more.
 */
export const pipedInputArgs = (threads: "1" | "auto") => [
  ...["-v", "error", "-filter_threads", "1", "-filter_complex_threads", "1"],
  ...(threads === "1" ? ["-threads", "1"] : []),
  ...["-copyts", "-noautorotate"],
  ...[...inputRules, "-nofind_stream_info", "-f", "matroska", "-i", "pipe:0"],
];

/** One thread here too: the JPEG encoder's frame threads would keep the poster until the filmstrip is done. */
const posterOutputArgs = [
  ...["-map", "[p]", "-frames:v", "1", "-c:v", "mjpeg", "-q:v", "4", "-threads", "1", "-flush_packets", "1"],
  ...["-f", "image2pipe", "pipe:1"],
];

const filmstripOutputArgs = (file: string) => [
  ...["-map", "[s]", "-frames:v", "1", "-c:v", "mjpeg", "-q:v", "5", "-threads", "1"],
  ...["-f", "image2", "-update", "1", `file:${file}`],
];

export function selectFilter(timestampsMs: readonly number[]): string {
  const near = timestampsMs.map(
    (ms) => `between(t,${((ms - 0.6) / 1000).toFixed(4)},${((ms + 0.6) / 1000).toFixed(4)})`,
  );
  return `select='${near.join("+")}'`;
}

const scaleFilter = ({ width, height }: Size) =>
  `scale=${width}:${height}:flags=bilinear,setsar=1,format=yuvj420p`;

export function turnFilters(rotation: MediaFacts["rotation"]): string[] {
  const turns = { 0: [], 90: ["transpose=clock"], 180: ["hflip", "vflip"], 270: ["transpose=cclock"] };
  return turns[rotation];
}
