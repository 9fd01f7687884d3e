"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import type { AssetFilter } from "#lib/features/library/schema.ts";
import { libraryHref, readFilter } from "./filter-url.ts";

/** The view is the URL. Changing it is a step one can take back; the list is fetched by the browser, not by the page. */
export function useLibraryFilter(): [AssetFilter, (change: Partial<AssetFilter>) => void] {
  const parameters = useSearchParams();
  const text = parameters.toString();
  const filter = useMemo(() => readFilter(new URLSearchParams(text)), [text]);
  const change = useCallback((part: Partial<AssetFilter>) => {
    const now = readFilter(new URLSearchParams(window.location.search));
    window.history.pushState(null, "", libraryHref({ ...now, ...part }));
    window.scrollTo({ top: 0 });
  }, []);
  return [filter, change];
}
