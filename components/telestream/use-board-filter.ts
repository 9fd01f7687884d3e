"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import { boardLanes } from "#lib/features/telestream/schema/board.ts";
import type { BoardFilter } from "#lib/features/telestream/schema/encoding.ts";

/** The board's filter, kept in the address so that it can be sent to somebody. */
export function useBoardFilter(): [BoardFilter, (change: Partial<BoardFilter>) => void] {
  const parameters = useSearchParams();
  const pathname = usePathname();
  const filter = useMemo<BoardFilter>(
    () => ({
      lane: boardLanes.find((lane) => lane === parameters.get("lane")),
      factory: parameters.get("factory") ?? undefined,
      q: parameters.get("q") ?? undefined,
    }),
    [parameters],
  );
  const change = useCallback(
    (changed: Partial<BoardFilter>) => {
      const entries = Object.entries({ ...filter, ...changed }).filter(([, value]) => value);
      const query = new URLSearchParams(Object.fromEntries(entries)).toString();
      window.history.replaceState(null, "", query ? `${pathname}?${query}` : pathname);
    },
    [filter, pathname],
  );
  return [filter, change];
}
