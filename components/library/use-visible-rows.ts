"use client";

import {
  type RefObject,
  startTransition,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { type RowRange, rowsInView } from "./list-layout.ts";

const spareRows = 2;

/**
 * The rows near the window, kept true while it scrolls. A long jump is drawn in slices between frames, one at a
 * time, so that flinging never waits for rows that are gone before they are drawn.
 */
export function useVisibleRows(
  list: RefObject<HTMLElement | null>,
  rowCount: number,
  rowHeight: number | undefined,
  atFirst: RowRange,
): RowRange {
  const [looked, setRange] = useState<RowRange>();
  const range = looked ?? atFirst;
  const drawn = useRef(range);
  const isDrawing = useRef(false);

  const look = useCallback(() => {
    const element = list.current;
    if (!element || !rowHeight || isDrawing.current) return;
    const top = -element.getBoundingClientRect().top;
    const next = rowsInView(top, window.innerHeight, rowHeight, rowCount, spareRows);
    const now = drawn.current;
    if (next.first === now.first && next.end === now.end) return;
    const isJump = next.first >= now.end || next.end <= now.first;
    if (!isJump) return setRange(next);
    isDrawing.current = true;
    startTransition(() => setRange(next));
  }, [list, rowCount, rowHeight]);

  useLayoutEffect(() => {
    look();
  }, [look]);

  useEffect(() => {
    drawn.current = range;
    isDrawing.current = false;
    // The window may have gone on while this was drawn.
    const frame = requestAnimationFrame(look);
    return () => cancelAnimationFrame(frame);
  }, [range, look]);

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
      cancelAnimationFrame(frame);
      window.removeEventListener("scroll", onScroll);
      window.removeEventListener("resize", onScroll);
    };
  }, [look]);

  return range;
}
