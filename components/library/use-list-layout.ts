"use client";

import { type RefObject, useLayoutEffect, useState } from "react";
import { type ListLayout, layoutGrid, tableLayout } from "./list-layout.ts";

/** The layout of the list at its present width; undefined until the browser has one. */
export function useListLayout(
  list: RefObject<HTMLElement | null>,
  view: "grid" | "table",
): ListLayout | undefined {
  const [width, setWidth] = useState<number>();
  useLayoutEffect(() => {
    const element = list.current;
    if (!element) return;
    setWidth(element.clientWidth);
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, [list]);
  if (width === undefined) return undefined;
  return view === "table" ? tableLayout : layoutGrid(width, window.innerWidth < 640);
}
