"use client";

import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { AssetSummary } from "#lib/features/library/schema.ts";

const nobody: ReadonlySet<string> = new Set();
/** What one deletion takes at most. */
export const selectionLimit = 500;

/** Which assets are selected, by id, so that a list that moves underneath does not change it. */
export function useSelection(items: readonly AssetSummary[]) {
  const [selected, setSelected] = useState(nobody);
  const anchor = useRef(0);
  const latest = useRef(items);
  useEffect(() => {
    latest.current = items;
  });

  const toggle = useCallback((index: number) => {
    const asset = latest.current[index];
    if (!asset) return;
    anchor.current = index;
    setSelected((before) => {
      const next = new Set(before);
      if (!next.delete(asset.assetId) && next.size < selectionLimit) next.add(asset.assetId);
      return next;
    });
  }, []);

  /** Everything from the last one toggled to this one, added to what is selected. */
  const extendTo = useCallback((index: number) => {
    const [from, to] = [Math.min(anchor.current, index), Math.max(anchor.current, index)];
    setSelected((before) => {
      const range = latest.current.slice(from, to + 1).map((asset) => asset.assetId);
      return new Set([...before, ...range].slice(0, selectionLimit));
    });
  }, []);

  const selectAll = useCallback(() => {
    setSelected(new Set(latest.current.slice(0, selectionLimit).map((asset) => asset.assetId)));
  }, []);

  const clear = useCallback(() => setSelected(nobody), []);

  /** Those that left the list meanwhile (deleted elsewhere) are no longer meant. */
  const drop = useCallback((assetId: string) => {
    setSelected((before) => {
      if (!before.has(assetId)) return before;
      const next = new Set(before);
      next.delete(assetId);
      return next;
    });
  }, []);

  const startAt = useCallback((index: number) => {
    anchor.current = index;
  }, []);

  return useMemo(
    () => ({ selected, toggle, extendTo, selectAll, clear, drop, startAt }),
    [selected, toggle, extendTo, selectAll, clear, drop, startAt],
  );
}

export type Selection = ReturnType<typeof useSelection>;
