"use client";

import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import {
  followMotion,
  type Motion,
  type RowRange,
  regroup,
  restMs,
  rowsInView,
  stepTowards,
} from "./list-layout.ts";

const spareRows = 1;
/** Cards are drawn this many at a time; a row of the table costs as much as two. */
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
  /** Told the row below the window's end each time it is looked where the list is, drawn or not. */
  onLook(endRow: number): void;
}

/**
 * The rows near the window, kept true while it scrolls: a few more each frame, and none while it moves too fast to
 * read, so that flinging through a hundred thousand is as smooth as through a hundred. What is not drawn yet shows
 * the shape of a row.
 */
export function useVisibleRows(
  list: RefObject<HTMLElement | null>,
  { rowCount, layout, atFirst, anchorIndex, onLook }: VisibleRowsOptions,
): RowRange {
  const [looked, setLooked] = useState<Looked>();
  const columns = layout?.columns ?? 1;
  const rowHeight = layout?.rowHeight;
  const range = looked ? regroup(looked.range, looked.columns, columns) : atFirst;
  const drawn = useRef(range);
  const motion = useRef<Motion>(undefined);
  const rest = useRef<ReturnType<typeof setTimeout>>(undefined);
  const tell = useRef(onLook);
  const step = Math.max(1, Math.floor(itemsPerStep / Math.max(2, columns)));

  /** `known`: how much of the list is above the window, where that was just seen. */
  const look = useCallback(
    (known?: number): void => {
      const top = known ?? (list.current ? -list.current.getBoundingClientRect().top : undefined);
      if (top === undefined || !rowHeight) return;
      const target = rowsInView(top, window.innerHeight, rowHeight, rowCount, spareRows);
      tell.current(target.end);
      motion.current = followMotion(motion.current, top, performance.now(), window.innerHeight);
      clearTimeout(rest.current);
      if (motion.current.isFast) {
        rest.current = setTimeout(look, restMs);
        return;
      }
      const now = drawn.current;
      if (target.first === now.first && target.end === now.end) return;
      setLooked({ range: stepTowards(now, target, step), columns });
    },
    [list, rowCount, rowHeight, step, columns],
  );

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

  // A list that changed must not show a frame of rows it no longer has; where it is, is known from the last look.
  useLayoutEffect(() => {
    look(motion.current?.top);
  }, [look]);

  useEffect(() => {
    drawn.current = range;
    const frame = requestAnimationFrame(() => look());
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
