import { type Adapter, type EffectNode, type Filter, isAdapter } from "../sxml/movie.ts";
import type { FrameSize, Rect } from "./scene.ts";
import { sideVector } from "./side.ts";

/** How a medium of another shape gets into its box, and how it moves there while it is shown. */
export interface Framing {
  readonly mode: "stretch" | "fit" | "fill";
  readonly zoomStart: number;
  readonly zoomEnd: number;
  /** What is in the middle, from -1 (left, top) to 1 of what the box cannot show at once. */
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
}

const still: Framing = { mode: "fill", zoomStart: 1, zoomEnd: 1, from: [0, 0], to: [0, 0] };
export const stretched: Framing = { ...still, mode: "stretch" };

interface FramingRequest {
  readonly adapter: Adapter;
  readonly direction: EffectNode["direction"];
  readonly zoomStart?: number | undefined;
  readonly zoomEnd?: number | undefined;
  readonly centerStart?: readonly number[] | undefined;
  readonly centerEnd?: readonly number[] | undefined;
}

/** The zoom and the way of a ken burns move that asks for nothing else. */
const kenburnsZoom = 1.2;
const kenburnsPan = 0.5;

/** The service did not document its moves; these are the engine's, see docs/sxml.md. */
export function toFraming(request: FramingRequest): Framing {
  const framing = towardEnd(request);
  return request.direction === "negative"
    ? {
        ...framing,
        zoomStart: framing.zoomEnd,
        zoomEnd: framing.zoomStart,
        from: framing.to,
        to: framing.from,
      }
    : framing;
}

function towardEnd(request: FramingRequest): Framing {
  const { adapter, direction, zoomStart, zoomEnd, centerStart, centerEnd } = request;
  const toPair = (pair: readonly number[] | undefined, otherwise: readonly [number, number]) =>
    pair ? ([clamp(pair[0] ?? 0), clamp(-(pair[1] ?? 0))] as const) : otherwise;
  switch (adapter) {
    case "fitAdapter":
      return { ...still, mode: "fit" };
    case "panoramicAdapter":
      return { ...still, ...panTo(direction) };
    case "zoomAdapter":
      return {
        ...still,
        zoomStart: zoomStart ?? 1,
        zoomEnd: zoomEnd ?? kenburnsZoom,
        from: toPair(centerStart, [0, 0]),
        to: toPair(centerEnd, [0, 0]),
      };
    case "kenburnsAdapter":
      return {
        ...still,
        zoomStart: zoomStart ?? 1,
        zoomEnd: zoomEnd ?? kenburnsZoom,
        from: toPair(centerStart, [0, 0]),
        to: toPair(centerEnd, [kenburnsPan, -kenburnsPan]),
      };
    default:
      return still;
  }
}

/** The way the picture goes, past a window that stands still; without a side along whatever does not fit. */
function panTo(direction: FramingRequest["direction"]): Pick<Framing, "from" | "to"> {
  if (direction === null || direction === "positive" || direction === "negative")
    return { from: [-1, -1], to: [1, 1] };
  const [x, y] = sideVector(direction);
  return { from: [x, y], to: [-x, -y] };
}

/** An adapter filter on the medium goes before what its effect says; an overlay's medium is stretched without one. */
export function framingOf(
  filters: readonly Filter[],
  effect: Pick<FramingRequest, "adapter" | "direction"> | null,
): Framing {
  for (const { type, numbers, vectors } of filters) {
    if (!isAdapter(type)) continue;
    return toFraming({
      adapter: type,
      direction: effect?.direction ?? null,
      zoomStart: numbers.zoomStart,
      zoomEnd: numbers.zoomEnd,
      centerStart: vectors.centerStart,
      centerEnd: vectors.centerEnd,
    });
  }
  return effect ? toFraming(effect) : stretched;
}

const clamp = (value: number) => Math.min(1, Math.max(-1, value));

export const mostZoom = ({ zoomStart, zoomEnd }: Framing) => Math.max(1, zoomStart, zoomEnd);

export interface Framed {
  /** Where on the frame, never outside the box. */
  readonly at: Rect;
  /** The part of the medium that is shown, in parts of its size; null is all of it. */
  readonly crop: Rect | null;
}

/** `progress` 0 to 1 over the time the medium is shown. */
export function frameMedium(medium: FrameSize, box: Rect, framing: Framing, progress: number): Framed {
  if (framing.mode === "stretch") return { at: box, crop: null };
  const across = box.width / medium.width;
  const down = box.height / medium.height;
  const zoom = mix(framing.zoomStart, framing.zoomEnd, progress);
  const scale = (framing.mode === "fit" ? Math.min(across, down) : Math.max(across, down)) * zoom;
  const size = { width: medium.width * scale, height: medium.height * scale };
  if (framing.mode === "fit") {
    const width = Math.round(size.width);
    const height = Math.round(size.height);
    const x = box.x + Math.round((box.width - width) / 2);
    const y = box.y + Math.round((box.height - height) / 2);
    return { at: { x, y, width, height }, crop: null };
  }
  const focus = [0, 1].map((axis) => mix(framing.from[axis] ?? 0, framing.to[axis] ?? 0, progress));
  const left = ((size.width - box.width) / 2) * (1 + (focus[0] ?? 0));
  const top = ((size.height - box.height) / 2) * (1 + (focus[1] ?? 0));
  const isWhole = near(size.width, box.width) && near(size.height, box.height);
  return {
    at: box,
    crop: isWhole
      ? null
      : {
          x: left / size.width,
          y: top / size.height,
          width: box.width / size.width,
          height: box.height / size.height,
        },
  };
}

export const mix = (from: number, to: number, progress: number) => from + (to - from) * progress;

/** A tenth of a pixel: what a file's odd sides leave over must not blur a whole picture. */
const near = (a: number, b: number) => Math.abs(a - b) < 0.1;

/** The size to keep a medium in: what its largest showing needs, and never more than it has. */
export function neededSize(medium: FrameSize, box: Rect, framing: Framing, scale: number): FrameSize {
  if (framing.mode === "stretch") {
    return {
      width: whole(Math.min(medium.width * 4, box.width * scale)),
      height: whole(Math.min(medium.height * 4, box.height * scale)),
    };
  }
  const across = box.width / medium.width;
  const down = box.height / medium.height;
  const factor = (framing.mode === "fit" ? Math.min(across, down) : Math.max(across, down)) * scale;
  const used = Math.min(1, factor * mostZoom(framing));
  return { width: whole(medium.width * used), height: whole(medium.height * used) };
}

const whole = (value: number) => Math.min(8192, Math.max(1, Math.round(value)));
