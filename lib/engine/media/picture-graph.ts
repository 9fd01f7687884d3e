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

/** `split` once, then a chain each: decoding, rotating and laying a picture over is done once for all. */
export function toPictureGraph(
  facts: MediaFacts,
  outputs: readonly PassOutput[],
  overlay?: TranscodeSettings["overlay"],
): string {
  // The source, what lies over it in every rendition, then each rendition's own watermark.
  let nextInput = overlay ? 2 : 1;
  const chains = outputs.map((output, index) => {
    const { crop, frame, filters } = toChain(facts, output.settings);
    const watermark = output.settings.watermark;
    const head = `[s${index}]${[...crop, ...filters].join(",")}`;
    const format = `format=${output.settings.pixelFormat ?? pixelFormatOf(output.settings)}`;
    if (!output.watermark || !watermark) return `${head},${format}[v${index}]`;
    const scale = watermarkScale(watermark, frame);
    const mark = scale ? `[${nextInput}:v:0]${scale}[m${index}];` : "";
    const markLabel = scale ? `[m${index}]` : `[${nextInput}:v:0]`;
    nextInput++;
    return `${mark}${head}[b${index}];[b${index}]${markLabel}${watermarkOverlay(watermark, frame)},${format}[v${index}]`;
  });
  const whole = { width: facts.width ?? 640, height: facts.height ?? 360 };
  const laid = overlay ? overlayFilters(overlay, whole, "[0:v:0]", "[laid]") : [];
  const split = `${overlay ? "[laid]" : "[0:v:0]"}split=${outputs.length}${outputs.map((_output, index) => `[s${index}]`).join("")}`;
  return [...laid, split, ...chains].join(";");
}

/** Cut, then deinterlace, then the rate, then the size: each works on as little as it can. */
function toChain(
  facts: MediaFacts,
  settings: TranscodeSettings,
): { crop: string[]; filters: string[]; frame: Size } {
  const whole = { width: facts.width ?? 640, height: facts.height ?? 360 };
  const cut = cutInput(whole, settings.inputCrop);
  const fit = fitPicture(cut?.size ?? whole, settings);
  const rate = settings.framesPerSecond ?? clampedRate(facts.framesPerSecond);
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

/** What the profile's name promises; players want 4:2:0 where it promises nothing. */
function pixelFormatOf({ h264Profile }: TranscodeSettings): string {
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
