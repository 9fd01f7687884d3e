import type { Animator, Timing } from "../sxml/movie.ts";
import type { SceneAnimator, Span } from "./scene.ts";

/** An animator with the time it works in. */
export function toSceneAnimator(animator: Animator, span: Span): SceneAnimator {
  const { type, direction, angle, growStart, growEnd, mode, keys, timing } = animator;
  const lasts = typeof timing.duration === "number" ? timing.duration : null;
  const isOut = /-out$/.test(type);
  const window =
    isOut && lasts !== null && timing.marginStart === null
      ? { start: span.end - (timing.marginEnd ?? 0) - lasts, end: span.end - (timing.marginEnd ?? 0) }
      : toWindow(timing, span);
  const origin = span.start + (timing.marginStart ?? 0);
  const absolute = keys.map(({ time, values }) => ({ time: origin + time, values }));
  return { type, direction, angle, growStart, growEnd, mode, keys: absolute, window };
}

/** The stretch of a span that a timing within it names. */
export function toWindow({ duration, marginStart, marginEnd }: Timing, span: Span): Span {
  if (typeof duration === "number") {
    const start =
      marginStart === null && marginEnd !== null
        ? span.end - marginEnd - duration
        : span.start + (marginStart ?? 0);
    return { start, end: start + duration };
  }
  return { start: span.start + (marginStart ?? 0), end: span.end - (marginEnd ?? 0) };
}

/** How much larger than it is an animator makes a picture at most. */
export function largestScale({ type, growStart, growEnd, keys }: Animator): number {
  if (type === "grow") return 1 + Math.max(growStart, growEnd);
  return Math.max(1, ...keys.flatMap(({ values }) => (values.scale ?? []).slice(0, 2).map(Math.abs)));
}
