"use client";

import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { type RowRange, rowsInView, stepTowards } from "./list-layout.ts";

const spareRows = 1;
/** Cards are drawn this many at a time. */
const itemsPerStep = 10;

/**
 * The rows near the window, kept true while it scrolls: a few more each frame, so that flinging through a hundred
 * thousand is as smooth as through a hundred. What is not drawn yet shows the shape of a row.
 */
export function useVisibleRows(
  list: RefObject<HTMLElement | null>,
  rowCount: number,
  layout: { readonly rowHeight: number; readonly columns: number } | undefined,
  atFirst: RowRange,
): RowRange {
  const [looked, setRange] = useState<RowRange>();
  const range = looked ?? atFirst;
  const drawn = useRef(range);
  const lastTop = useRef<number>(undefined);
  const rowHeight = layout?.rowHeight;
  const step = Math.max(1, Math.floor(itemsPerStep / (layout?.columns ?? 1)));

  /** `top`: how much of the list is above the window. */
  const approach = useCallback(
    (top: number) => {
      if (!rowHeight) return;
      lastTop.current = top;
      const target = rowsInView(top, window.innerHeight, rowHeight, rowCount, spareRows);
      const now = drawn.current;
      if (target.first === now.first && target.end === now.end) return;
      setRange(stepTowards(now, target, step));
    },
    [rowCount, rowHeight, step],
  );

  const look = useCallback(() => {
    if (list.current) approach(-list.current.getBoundingClientRect().top);
  }, [list, approach]);

  // A list that changed must not show a frame of rows it no longer has; where it is, is known from the last look.
  useLayoutEffect(() => {
    if (lastTop.current === undefined) look();
    else approach(lastTop.current);
  }, [look, approach]);

  useEffect(() => {
    drawn.current = range;
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
