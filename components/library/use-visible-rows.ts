"use client";

import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { type RowRange, regroup, rowsInView, stepTowards } from "./list-layout.ts";

const spareRows = 1;
/** Cards are drawn this many at a time. */
const itemsPerStep = 6;

interface Looked {
  readonly range: RowRange;
  readonly columns: number;
}

export interface VisibleRowsOptions {
  readonly rowCount: number;
  readonly layout: { readonly rowHeight: number; readonly columns: number } | undefined;
  /** Until the browser has looked. */
  readonly atFirst: RowRange;
  /** The item that stays where it is in the window when the columns change. */
  readonly anchorIndex: number;
}

/**
 * The rows near the window, kept true while it scrolls: a few more each frame, so that flinging through a hundred
 * thousand is as smooth as through a hundred. What is not drawn yet shows the shape of a row.
 */
export function useVisibleRows(
  list: RefObject<HTMLElement | null>,
  { rowCount, layout, atFirst, anchorIndex }: VisibleRowsOptions,
): RowRange {
  const [looked, setLooked] = useState<Looked>();
  const columns = layout?.columns ?? 1;
  const rowHeight = layout?.rowHeight;
  const range = looked ? regroup(looked.range, looked.columns, columns) : atFirst;
  const drawn = useRef(range);
  const lastTop = useRef<number>(undefined);
  const step = Math.max(1, Math.floor(itemsPerStep / columns));

  /** `top`: how much of the list is above the window. */
  const approach = useCallback(
    (top: number) => {
      if (!rowHeight) return;
      lastTop.current = top;
      const target = rowsInView(top, window.innerHeight, rowHeight, rowCount, spareRows);
      const now = drawn.current;
      if (target.first === now.first && target.end === now.end) return;
      setLooked({ range: stepTowards(now, target, step), columns });
    },
    [rowCount, rowHeight, step, columns],
  );

  const look = useCallback(() => {
    if (list.current) approach(-list.current.getBoundingClientRect().top);
  }, [list, approach]);

  // The inspector opened, the window was resized: the item one looks at stays under one's eyes.
  const anchored = useRef({ rowHeight, columns, anchorIndex });
  useLayoutEffect(() => {
    const before = anchored.current;
    anchored.current = { rowHeight, columns, anchorIndex };
    if (!rowHeight || !before.rowHeight) return;
    if (before.rowHeight === rowHeight && before.columns === columns) return;
    const was = Math.floor(before.anchorIndex / before.columns) * before.rowHeight;
    const is = Math.floor(before.anchorIndex / columns) * rowHeight;
    const isInView = was + before.rowHeight > (lastTop.current ?? 0);
    drawn.current = range;
    if (isInView && (lastTop.current ?? 0) > 0) window.scrollBy({ top: is - was });
    lastTop.current = undefined;
  });

  // A list that changed must not show a frame of rows it no longer has; where it is, is known from the last look.
  useLayoutEffect(() => {
    if (lastTop.current === undefined) look();
    else approach(lastTop.current);
  }, [look, approach]);

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
      cancelAnimationFrame(frame);
      window.removeEventListener("scroll", onScroll);
      window.removeEventListener("resize", onScroll);
    };
  }, [look]);

  return range;
}
