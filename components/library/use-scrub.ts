"use client";

import { type PointerEvent, useRef } from "react";
import type { Filmstrip } from "#lib/domain/asset.ts";

/**
 * Moving over a poster shows the frame of that place in the video. One handler for the whole list, and no drawing by
 * React: the strip's style is set directly, at the speed of the pointer.
 */
export function useScrub(findStrip: (index: number) => Filmstrip | null | undefined) {
  const over = useRef<HTMLElement>(undefined);

  function leave() {
    if (over.current) over.current.style.opacity = "0";
    over.current = undefined;
  }

  function onPointerMove(event: PointerEvent<HTMLElement>) {
    if (event.pointerType !== "mouse" || !(event.target instanceof Element)) return;
    const item = event.target.closest<HTMLElement>("[data-index]");
    const poster = item?.querySelector<HTMLElement>("[data-poster]");
    const strip = poster?.querySelector<HTMLElement>("[data-strip]");
    if (!item || !poster || !strip) return leave();
    const box = poster.getBoundingClientRect();
    const isInside = event.clientY <= box.bottom && event.clientX >= box.left && event.clientX <= box.right;
    if (!isInside) return leave();
    if (over.current !== strip) leave();
    over.current = strip;
    const filmstrip = findStrip(Number(item.dataset.index));
    if (!filmstrip || filmstrip.frameCount < 1) return;
    const fraction = Math.min(0.999, Math.max(0, (event.clientX - box.left) / box.width));
    import("./show-frame.ts")
      .then(({ showFrame }) => showFrame(strip, filmstrip, fraction, box, () => over.current === strip))
      .catch(leave);
  }

  return { onPointerMove, onPointerLeave: leave };
}
