import type { TranscodeSettings } from "../library/types.ts";

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** How a source's picture gets into the wanted frame: crop first, then scale, then bars. All sizes are even. */
export interface PictureFit {
  /** Of the source, before scaling; null keeps it whole. */
  readonly crop: Size | null;
  readonly scale: Size;
  /** The frame around the scaled picture; null when they are the same. */
  readonly pad: Size | null;
}

type FitSettings = Pick<TranscodeSettings, "width" | "height" | "upscale" | "aspectMode">;

/** H.264, VP8 and Theora take no side longer than this. */
const longestSide = 16_384;

/** Chroma is stored for pairs of pixels, so a frame has even sides. */
const even = (value: number) => Math.min(longestSide, Math.max(2, Math.round(value / 2) * 2));
const evenSize = (width: number, height: number): Size => ({ width: even(width), height: even(height) });

/**
 * Telestream's aspect modes (Profiles, "aspect_mode"): `preserve` keeps the source's size; `constrain` fits without
 * bars; `letterbox` has bars above and below only; `pad` and `center` bars anywhere; `crop` fills and cuts;
 * `stretch` ignores the shape. One missing side follows from the source's shape. Without `upscale` the picture is
 * never larger than its source.
 */
export function fitPicture(source: Size, settings: FitSettings): PictureFit {
  const shape = source.width / source.height;
  if (settings.aspectMode === "preserve" || (settings.width === null && settings.height === null)) {
    return { crop: null, scale: evenSize(source.width, source.height), pad: null };
  }
  if (settings.width === null || settings.height === null) {
    const width = settings.width ?? (settings.height ?? source.height) * shape;
    const grow = settings.upscale ? width : Math.min(width, source.width);
    return { crop: null, scale: evenSize(grow, grow / shape), pad: null };
  }

  const frame: Size = { width: settings.width, height: settings.height };
  if (settings.aspectMode === "stretch") {
    const scale = settings.upscale
      ? frame
      : { width: Math.min(frame.width, source.width), height: Math.min(frame.height, source.height) };
    return { crop: null, scale: evenSize(scale.width, scale.height), pad: null };
  }
  if (settings.aspectMode === "crop") return cropTo(source, frame, settings.upscale);

  const factor = Math.min(frame.width / source.width, frame.height / source.height);
  const used = settings.upscale ? factor : Math.min(factor, 1);
  const scale = evenSize(source.width * used, source.height * used);
  if (settings.aspectMode === "constrain") return { crop: null, scale, pad: null };
  const wanted = evenSize(frame.width, frame.height);
  const pad =
    settings.aspectMode === "letterbox"
      ? { width: scale.width, height: Math.max(scale.height, wanted.height) }
      : wanted;
  return { crop: null, scale, pad: pad.width === scale.width && pad.height === scale.height ? null : pad };
}

function cropTo(source: Size, frame: Size, upscale: boolean): PictureFit {
  const shape = frame.width / frame.height;
  const isWider = source.width / source.height > shape;
  const kept = isWider
    ? { width: source.height * shape, height: source.height }
    : { width: source.width, height: source.width / shape };
  const factor = upscale ? 1 : Math.min(1, kept.width / frame.width);
  const crop = { width: Math.max(1, Math.round(kept.width)), height: Math.max(1, Math.round(kept.height)) };
  const isWhole = crop.width === source.width && crop.height === source.height;
  return {
    crop: isWhole ? null : crop,
    scale: evenSize(frame.width * factor, frame.height * factor),
    pad: null,
  };
}

/** The same as ffmpeg filters, in order. */
export function toFilters(fit: PictureFit): string[] {
  return [
    ...(fit.crop ? [`crop=${fit.crop.width}:${fit.crop.height}`] : []),
    `scale=${fit.scale.width}:${fit.scale.height}:flags=bicubic`,
    ...(fit.pad ? [`pad=${fit.pad.width}:${fit.pad.height}:(ow-iw)/2:(oh-ih)/2`] : []),
    "setsar=1",
  ];
}

/** The frame that comes out. */
export function sizeOfFit(fit: PictureFit): Size {
  return fit.pad ?? fit.scale;
}
