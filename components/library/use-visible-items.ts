"use client";

import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import {
  followMotion,
  type ItemRange,
  itemsInView,
  type Motion,
  restMs,
  stepTowards,
} from "./list-layout.ts";

const spareRows = 1;
/** Drawn so many at a time: three cards are half of what a slow machine can do between two frames. */
const itemsPerStep = 3;

export interface VisibleItemsOptions {
  readonly itemCount: number;
  readonly layout: { readonly rowHeight: number; readonly columns: number } | undefined;
  /** Until the browser has looked. */
  readonly atFirst: ItemRange;
  /** The item that stays where it is in the window when the columns change. */
  readonly anchorIndex: number;
  /** Told the item below the window's end each time it is looked where the list is, drawn or not. */
  onLook(end: number): void;
}

/**
 * The items near the window, kept true while it scrolls: a few more each frame, and none while it moves too fast to
 * read, so that flinging through a hundred thousand is as smooth as through a hundred. What is not drawn yet shows
 * the shape of a card.
 */
export function useVisibleItems(
  list: RefObject<HTMLElement | null>,
  { itemCount, layout, atFirst, anchorIndex, onLook }: VisibleItemsOptions,
): ItemRange {
  const [looked, setLooked] = useState<ItemRange>();
  const columns = layout?.columns ?? 1;
  const rowHeight = layout?.rowHeight;
  const range = looked ?? atFirst;
  const drawn = useRef(range);
  const motion = useRef<Motion>(undefined);
  const rest = useRef<ReturnType<typeof setTimeout>>(undefined);
  const tell = useRef(onLook);

  const look = useCallback((): void => {
    if (!list.current || !rowHeight) return;
    const top = -list.current.getBoundingClientRect().top;
    const rows = { rowHeight, columns, spare: spareRows };
    const target = itemsInView(top, window.innerHeight, itemCount, rows);
    tell.current(target.end);
    motion.current = followMotion(motion.current, top, performance.now(), window.innerHeight);
    clearTimeout(rest.current);
    if (motion.current.isFast) {
      rest.current = setTimeout(look, restMs);
      return;
    }
    const now = drawn.current;
    if (target.first === now.first && target.end === now.end) return;
    setLooked(stepTowards(now, target, itemsPerStep));
  }, [list, itemCount, rowHeight, columns]);

  // The inspector opened, the window was resized: the item one looks at stays under one's eyes.
  const anchored = useRef({ rowHeight, columns, anchorIndex });
  useLayoutEffect(() => {
    tell.current = onLook;
    const before = anchored.current;
    anchored.current = { rowHeight, columns, anchorIndex };
    if (!rowHeight || !before.rowHeight) return;
    if (before.rowHeight === rowHeight && before.columns === columns) return;
    const was = Math.floor(before.anchorIndex / before.columns) * before.rowHeight;
    const is = Math.floor(before.anchorIndex / columns) * rowHeight;
    const lastTop = motion.current?.top ?? 0;
    drawn.current = range;
    if (was + before.rowHeight > lastTop && lastTop > 0) window.scrollBy({ top: is - was });
    motion.current = undefined;
  });

  // A list that changed must not show a frame of rows it no longer has. One that only grew has time until the next.
  useLayoutEffect(() => {
    if (!motion.current || itemCount < drawn.current.end) look();
  }, [look, itemCount]);

  useEffect(() => {
    drawn.current = range;
    const frame = requestAnimationFrame(look);
    return () => cancelAnimationFrame(frame);
  });

  useEffect(() => {
    let frame = 0;
    const onScroll = () => {
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        look();
      });
    };
    window.addEventListener("scroll", onScroll, { passive: true });
    window.addEventListener("resize", onScroll);
    return () => {
      clearTimeout(rest.current);
      cancelAnimationFrame(frame);
      window.removeEventListener("scroll", onScroll);
      window.removeEventListener("resize", onScroll);
    };
  }, [look]);

  return range;
}
