import type { Placement } from "../sxml/movie.ts";
import type { FrameSize, Rect } from "./scene.ts";

/**
 * The box a placement asks for, in whole pixels. Like CSS: two sides of three per axis, else centred. A missing width
 * or height follows the medium's shape; nothing at all fits the medium into the frame. `medium` is null for what has
 * no shape of its own, which fills.
 */
export function placeBox(placement: Placement, frame: FrameSize, medium: FrameSize | null): Rect {
  const { left, right, top, bottom } = placement;
  let width = placement.width ?? (left !== null && right !== null ? 1 - left - right : null);
  let height = placement.height ?? (top !== null && bottom !== null ? 1 - top - bottom : null);
  // Parts of the frame: a medium of the frame's own shape is 1.
  const shape = medium ? medium.width / medium.height / (frame.width / frame.height) : null;
  if (width === null && height === null) {
    const within = { width: 1 - (left ?? 0) - (right ?? 0), height: 1 - (top ?? 0) - (bottom ?? 0) };
    width = shape === null ? within.width : Math.min(within.width, within.height * shape);
    height = shape === null ? within.height : width / shape;
  }
  width ??= shape === null ? 1 : (height ?? 1) * shape;
  height ??= shape === null ? 1 : width / shape;

  const x = left ?? (right === null ? (1 - width) / 2 : 1 - right - width);
  const y = top ?? (bottom === null ? (1 - height) / 2 : 1 - bottom - height);
  return toPixels({ x, y, width, height }, frame);
}

function toPixels({ x, y, width, height }: Rect, frame: FrameSize): Rect {
  const [left, right] = [Math.round(x * frame.width), Math.round((x + width) * frame.width)];
  const [top, bottom] = [Math.round(y * frame.height), Math.round((y + height) * frame.height)];
  return { x: left, y: top, width: Math.max(1, right - left), height: Math.max(1, bottom - top) };
}
