import { mix } from "../scene/framing.ts";
import type { FrameSize, Rect, SceneAnimator, Span } from "../scene/scene.ts";
import { sideVector } from "../scene/side.ts";
import { about, type Matrix, multiply, translation } from "./paint.ts";

/** 0 before the window, 1 after it. */
export function progressIn({ start, end }: Span, time: number): number {
  if (end <= start) return time < start ? 0 : 1;
  return Math.min(1, Math.max(0, (time - start) / (end - start)));
}

/** How all animators of a node move it at this instant, in their order; null when they leave it where it is. */
export function movementAt(
  animators: readonly SceneAnimator[],
  bounds: Rect,
  frame: FrameSize,
  time: number,
): Matrix | null {
  let all: Matrix | null = null;
  for (const animator of animators) {
    const matrix = matrixOf(animator, bounds, frame, time);
    if (matrix) all = all ? multiply(matrix, all) : matrix;
  }
  return all;
}

function matrixOf(animator: SceneAnimator, bounds: Rect, frame: FrameSize, time: number): Matrix | null {
  const linear = progressIn(animator.window, time);
  const progress = animator.mode === "quadratic" ? linear * linear : linear;
  const [x, y] = [bounds.x + bounds.width / 2, bounds.y + bounds.height / 2];
  switch (animator.type) {
    case "slide-in":
      return progress >= 1 ? null : toTranslation(outside(animator, bounds, frame, -1), 1 - progress);
    case "slide-out":
      return progress <= 0 ? null : toTranslation(outside(animator, bounds, frame, 1), progress);
    case "slide": {
      const from = outside(animator, bounds, frame, -1);
      const to = outside(animator, bounds, frame, 1);
      return translation(mix(from[0], to[0], progress), mix(from[1], to[1], progress));
    }
    case "rot-in":
      return progress >= 1 ? null : about(x, y, 1, 1, ((1 - progress) * animator.angle) / 360);
    case "rot-out":
      return progress <= 0 ? null : about(x, y, 1, 1, (progress * animator.angle) / 360);
    case "grow": {
      const scale = 1 + mix(animator.growStart, animator.growEnd, progress);
      return about(x, y, scale, scale);
    }
    case "custom":
      return customMatrix(animator, x, y, frame, time);
  }
}

const toTranslation = ([x, y]: readonly [number, number], share: number) => translation(x * share, y * share);

/** The way that takes the bounds just out of the frame: where a slide in comes from (-1) or a slide out ends (1). */
function outside(
  { direction }: SceneAnimator,
  bounds: Rect,
  frame: FrameSize,
  sign: 1 | -1,
): readonly [number, number] {
  const [x, y] = sideVector(direction);
  const [right, down] = [x * sign, y * sign];
  return [
    right > 0 ? frame.width - bounds.x : right < 0 ? -(bounds.x + bounds.width) : 0,
    down > 0 ? frame.height - bounds.y : down < 0 ? -(bounds.y + bounds.height) : 0,
  ];
}

/** Keys in the service's coordinates: y from -1 at the bottom to 1 at the top, x by the frame's shape. */
function customMatrix(animator: SceneAnimator, x: number, y: number, frame: FrameSize, time: number): Matrix {
  const at = (name: string, otherwise: readonly number[]) => valuesAt(animator, name, time) ?? otherwise;
  const unit = frame.height / 2;
  const [scaleX = 1, scaleY = 1] = at("scale", [1, 1, 1]);
  const [posX = 0, posY = 0] = at("pos", [0, 0, 0]);
  const orientZ = at("orient", [0, 0, 0])[2] ?? 0;
  const [angle = 0, , , axis = 1] = at("rot", [0, 0, 0, 1]);
  // Counter-clockwise there, clockwise here.
  const turns = -(orientZ + angle * Math.sign(axis || 1)) / 360;
  const moved = multiply(translation(posX * unit, -posY * unit), about(x, y, scaleX, scaleY));
  return multiply(about(x, y, 1, 1, turns), moved);
}

/** Between keys linear (or quadratic); before the first and after the last the value holds. */
export function valuesAt(
  { keys, mode }: SceneAnimator,
  name: string,
  time: number,
): readonly number[] | undefined {
  const next = keys.findIndex((key) => key.time > time);
  const after = next < 0 ? keys.at(-1) : keys[next];
  const before = next <= 0 ? after : keys[next - 1];
  const [to, from] = [after?.values[name], before?.values[name]];
  if (!after || !before || !to || !from) return undefined;
  const linear = progressIn({ start: before.time, end: after.time }, time);
  const progress = mode === "quadratic" ? linear * linear : linear;
  return from.map((value, index) => mix(value, to[index] ?? value, before === after ? 0 : progress));
}
