import type { MediaFacts, TranscodeSettings } from "../library/types.ts";
import { TranscodeError } from "./encoders.ts";
import { overlayFilters } from "./overlay-args.ts";
import { fitPicture, type Size, sizeOfFit, toFilters } from "./picture-size.ts";
import { type WatermarkFile, watermarkOverlay, watermarkScale } from "./watermark-args.ts";

/** One rendition of a pass. */
export interface PassOutput {
  readonly settings: TranscodeSettings;
  /** Path of the playable file, extension and all, relative to the task's directory. */
  readonly file: string;
  /** Its settings' watermark once it is here. */
  readonly watermark?: WatermarkFile;
}

/** Beyond this the number is a timebase that was taken for a rate. */
const highestFrameRate = 120;

/**
 * `split` once, then a chain each: decoding, rotating and laying a picture over is done once for all. The rungs of a
 * ladder are made each from the one above: scaling all from the source reads the large picture again and again.
 */
export function toPictureGraph(
  facts: MediaFacts,
  outputs: readonly PassOutput[],
  overlay?: TranscodeSettings["overlay"],
): string {
  // The source, what lies over it in every rendition, then each rendition's own watermark.
  let nextInput = overlay ? 2 : 1;
  const shapes = outputs.map(({ settings }) => toChain(facts, settings));
  const above = outputs.map((_output, index) => findRungAbove(outputs, shapes, index));
  const chains = outputs.map((output, index) => {
    const { crop, frame, filters } = shapes[index] ?? toChain(facts, output.settings);
    const below = outputs.flatMap((_output, other) => (above[other] === index ? [`[s${other}]`] : []));
    const watermark = output.settings.watermark;
    const head = `[s${index}]${[...crop, ...filters].join(",")}`;
    const format = `format=${output.settings.pixelFormat ?? pixelFormatOf(output.settings)}`;
    const end = below.length > 0 ? `,split=${below.length + 1}[v${index}]${below.join("")}` : `[v${index}]`;
    if (!output.watermark || !watermark) return `${head},${format}${end}`;
    const scale = watermarkScale(watermark, frame);
    const mark = scale ? `[${nextInput}:v:0]${scale}[m${index}];` : "";
    const markLabel = scale ? `[m${index}]` : `[${nextInput}:v:0]`;
    nextInput++;
    return `${mark}${head}[b${index}];[b${index}]${markLabel}${watermarkOverlay(watermark, frame)},${format}[v${index}]`;
  });
  const whole = { width: facts.width ?? 640, height: facts.height ?? 360 };
  const laid = overlay ? overlayFilters(overlay, whole, "[0:v:0]", "[laid]") : [];
  const first = outputs.flatMap((_output, index) => (above[index] === undefined ? [`[s${index}]`] : []));
  const split = `${overlay ? "[laid]" : "[0:v:0]"}split=${first.length}${first.join("")}`;
  return [...laid, split, ...chains].join(";");
}

interface Chain {
  readonly crop: readonly string[];
  readonly filters: readonly string[];
  readonly frame: Size;
}

/** The smallest rung that is larger and of the same shape, where both are the whole picture and nothing else. */
function findRungAbove(
  outputs: readonly PassOutput[],
  shapes: readonly Chain[],
  index: number,
): number | undefined {
  const isRung = (at: number) => {
    const { settings, watermark } = outputs[at] ?? {};
    const shape = shapes[at];
    const isWhole = shape?.crop.length === 0 && shape.filters.length === 2;
    return settings?.kind === "hls-variant" && !watermark && isWhole;
  };
  const formatOf = (at: number) => outputs[at]?.settings.pixelFormat ?? outputs[at]?.settings.h264Profile;
  const own = shapes[index]?.frame;
  if (!own || !isRung(index)) return undefined;
  let found: number | undefined;
  for (const [at, { frame }] of shapes.entries()) {
    const isLarger = frame.width > own.width && frame.height > own.height;
    const isAlike = Math.abs((frame.width / frame.height) * (own.height / own.width) - 1) < 0.01;
    if (!isLarger || !isAlike || !isRung(at) || formatOf(at) !== formatOf(index)) continue;
    if (found === undefined || frame.width < (shapes[found]?.frame.width ?? 0)) found = at;
  }
  return found;
}

/** Cut, then deinterlace, then the rate, then the size: each works on as little as it can. */
function toChain(facts: MediaFacts, settings: TranscodeSettings): Chain {
  const whole = { width: facts.width ?? 640, height: facts.height ?? 360 };
  const cut = cutInput(whole, settings.inputCrop);
  const fit = fitPicture(cut?.size ?? whole, settings);
  const rate =
    settings.videoCodec === "mpeg2"
      ? nearestMpeg2Rate(settings.framesPerSecond ?? facts.framesPerSecond ?? 25)
      : (settings.framesPerSecond ?? clampedRate(facts.framesPerSecond));
  return {
    crop: cut ? [`crop=${cut.size.width}:${cut.size.height}:${cut.left}:${cut.top}`] : [],
    filters: [...deinterlaceFilters(settings), ...(rate === null ? [] : [`fps=${rate}`]), ...toFilters(fit)],
    frame: sizeOfFit(fit),
  };
}

function cutInput(
  source: Size,
  crop: TranscodeSettings["inputCrop"],
): { size: Size; left: number; top: number } | undefined {
  if (!crop) return undefined;
  const left = crop.left ?? 0;
  const top = crop.top ?? 0;
  const width = Math.min(crop.width ?? source.width - left - (crop.right ?? 0), source.width - left);
  const height = Math.min(crop.height ?? source.height - top - (crop.bottom ?? 0), source.height - top);
  if (width < 1 || height < 1) throw new TranscodeError("The crop leaves nothing of the source's picture.");
  return { size: { width, height }, left, top };
}

const deinterlaceFilters = ({ deinterlace }: TranscodeSettings) =>
  deinterlace ? [`yadif=mode=${deinterlace === "double_fps" ? "send_field" : "send_frame"}`] : [];

function clampedRate(rate: number | null): number | null {
  return rate !== null && rate > highestFrameRate ? 60 : null;
}

/** MPEG-2 knows these and no others. */
const mpeg2Rates = ["24000/1001", "24", "25", "30000/1001", "30", "50", "60000/1001", "60"] as const;

function nearestMpeg2Rate(wanted: number): string {
  const distance = (rate: string) => {
    const [frames, seconds] = rate.split("/").map(Number);
    return Math.abs((frames ?? 0) / (seconds ?? 1) - wanted);
  };
  return mpeg2Rates.reduce((best, rate) => (distance(rate) < distance(best) ? rate : best));
}

/** What the profile's name promises; players want 4:2:0 where it promises nothing. */
function pixelFormatOf({ videoCodec, h264Profile }: TranscodeSettings): string {
  if (videoCodec === "prores") return "yuv422p10le";
  switch (h264Profile) {
    case "high10":
      return "yuv420p10le";
    case "high422":
      return "yuv422p";
    case "high444":
      return "yuv444p";
    default:
      return "yuv420p";
  }
}
