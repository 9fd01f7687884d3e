"use client";

import { type PointerEvent, useRef } from "react";
import type { FindStrip, PointedAt } from "./show-frame.ts";
import { useStillPointer } from "./use-still-pointer.ts";

export const loadShowFrame = () => import("./show-frame.ts");

/**
 * Moving over a poster shows the frame of that place in the video. One handler for the whole list, and no drawing by
 * React: the strip's style is set directly, at the speed of the pointer.
 */
export function useScrub(findStrip: FindStrip) {
  const shown = useRef<HTMLElement>(undefined);
  const latest = useRef<PointedAt>(undefined);
  const whenStill = useStillPointer();

  function point(at: PointedAt | undefined) {
    latest.current = at;
    // Its code comes with the first move; of the moves meanwhile only the last counts.
    loadShowFrame()
      .then(({ scrub }) => scrub(shown, latest.current, findStrip))
      .catch(() => {});
  }

  return {
    onPointerMove: ({ pointerType, target, clientX, clientY }: PointerEvent<HTMLElement>) =>
      pointerType === "mouse" && whenStill({ clientX, clientY }, () => point({ target, clientX, clientY })),
    onPointerLeave: (event: PointerEvent<HTMLElement>) => whenStill(event, () => point(undefined)),
  };
}
