"use client";

import { type PointerEvent, useRef } from "react";
import type { Filmstrip } from "#lib/domain/asset.ts";

/** Strips already fetched in this tab: the second hover shows at once. */
const fetched = new Map<string, Promise<void>>();

function fetchStrip(url: string): Promise<void> {
  const known = fetched.get(url);
  if (known) return known;
  const picture = new Image();
  picture.src = url;
  const loading = picture.decode();
  fetched.set(url, loading);
  loading.catch(() => fetched.delete(url));
  return loading;
}

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
    placeFrame(strip, filmstrip, fraction, box);
    fetchStrip(filmstrip.url).then(
      () => {
        if (over.current === strip) strip.style.opacity = "1";
      },
      () => leave(),
    );
  }

  return { onPointerMove, onPointerLeave: leave };
}

/** The strip as a background that covers the poster with exactly one of its frames. */
function placeFrame(
  strip: HTMLElement,
  { url, frameCount, frameWidth, frameHeight }: Filmstrip,
  fraction: number,
  box: { width: number; height: number },
): void {
  const scale = Math.max(box.width / frameWidth, box.height / frameHeight);
  const width = frameWidth * scale;
  const height = frameHeight * scale;
  const frame = Math.floor(fraction * frameCount);
  strip.style.backgroundImage = `url(${JSON.stringify(url)})`;
  strip.style.backgroundSize = `${width * frameCount}px ${height}px`;
  strip.style.backgroundPosition = `${-(frame * width + (width - box.width) / 2)}px ${-(height - box.height) / 2}px`;
}
