import type { FrameSize, Join, Rect } from "../scene/scene.ts";
import { sideVector } from "../scene/side.ts";
import { about, type Clip, layer, type Matrix, type Paint, translation } from "./paint.ts";

interface Sides {
  readonly old: readonly Paint[];
  readonly next: readonly Paint[];
}

const bands = 8;

/** Both sides of a join at a point between them, `progress` 0 (only the old) to 1. */
export function joinPaints(
  { type, direction, oldDirection }: Join,
  { old, next }: Sides,
  frame: FrameSize,
  progress: number,
): Paint[] {
  const { width, height } = frame;
  const [x, y] = sideVector(direction);
  const [centerX, centerY] = [width / 2, height / 2];
  const moved = (paints: readonly Paint[], matrix: Matrix) => layer(paints, { matrix });
  const cut = (paints: readonly Paint[], clip: readonly Clip[]) => layer(paints, { clip });
  const left = 1 - progress;
  switch (type) {
    case "crossfade":
      return [layer(old, { opacity: left, blend: "add" }), layer(next, { opacity: progress, blend: "add" })];
    case "move":
    case "dualmove": {
      const [oldX, oldY] = sideVector(oldDirection);
      return [
        moved(old, translation(oldX * width * progress, oldY * height * progress)),
        moved(next, translation(-x * width * left, -y * height * left)),
      ];
    }
    case "over":
      return [...old, moved(next, translation(-x * width * left, -y * height * left))];
    case "under":
      return [...next, moved(old, translation(x * width * progress, y * height * progress))];
    case "scan":
    case "wipe":
      return [...old, cut(next, [{ kind: "rect", at: swept({ x: 0, y: 0, ...frame }, x, y, progress) }])];
    case "scans":
    case "strip":
      return [...old, cut(next, bandClips(frame, x !== 0, type === "strip", x + y, progress))];
    case "circle":
    case "waterdrop": {
      const radius = (Math.hypot(width, height) / 2) * progress;
      const pushed =
        type === "waterdrop"
          ? [moved(old, about(centerX, centerY, 1 + progress / 5, 1 + progress / 5))]
          : old;
      return [...pushed, cut(next, [{ kind: "circle", x: centerX, y: centerY, radius }])];
    }
    case "radial":
      return [...old, cut(next, [{ kind: "pie", x: centerX, y: centerY, from: 0, turns: progress }])];
    case "swirl":
    case "spiral": {
      const turns = (type === "swirl" ? 0.5 : x > 0 ? -1 : 1) * progress;
      return [...next, moved(old, about(centerX, centerY, left, left, turns))];
    }
    case "cube":
      return cubePaints({ old, next }, frame, [x, y], progress);
    case "dive":
      return [
        layer(next, { opacity: progress, blend: "add" }),
        layer(old, {
          opacity: left,
          blend: "add",
          matrix: about(centerX, centerY, 1 + progress, 1 + progress),
        }),
      ];
  }
}

/** The part of `at` that an edge moving this way has passed. */
function swept(at: Rect, x: number, y: number, progress: number): Rect {
  const width = x === 0 ? at.width : at.width * progress;
  const height = y === 0 ? at.height : at.height * progress;
  return {
    x: x < 0 ? at.x + at.width - width : at.x,
    y: y < 0 ? at.y + at.height - height : at.y,
    width,
    height,
  };
}

/** `scans`: every band is swept the same way; `strip`: every other band from the other side. */
function bandClips(
  { width, height }: FrameSize,
  isAcross: boolean,
  alternates: boolean,
  way: number,
  progress: number,
): Clip[] {
  return Array.from({ length: bands }, (_unused, index) => {
    const band = isAcross
      ? { x: 0, y: (height / bands) * index, width, height: height / bands }
      : { x: (width / bands) * index, y: 0, width: width / bands, height };
    const sign = alternates && index % 2 === 1 ? -way : way;
    return { kind: "rect", at: swept(band, isAcross ? sign : 0, isAcross ? 0 : sign, progress) };
  });
}

/** Two faces side by side, the one narrowing as the other widens. */
function cubePaints(
  { old, next }: Sides,
  { width, height }: FrameSize,
  [x, y]: readonly [number, number],
  progress: number,
): Paint[] {
  const squeezed = (paints: readonly Paint[], share: number, isFirst: boolean) => {
    if (share <= 0) return [];
    const rest = isFirst ? 0 : 1 - share;
    const matrix: Matrix = x !== 0 ? [share, 0, 0, 1, width * rest, 0] : [1, 0, 0, share, 0, height * rest];
    return [layer(paints, { matrix })];
  };
  const oldIsFirst = x + y < 0;
  return [...squeezed(old, 1 - progress, oldIsFirst), ...squeezed(next, progress, !oldIsFirst)];
}
