"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useCallback, useMemo, useRef } from "react";
import { assetPagesQuery } from "#lib/features/library/client.ts";
import type { AssetFilter, AssetSummary } from "#lib/features/library/schema.ts";

const none: readonly AssetSummary[] = [];

/** The list of a filter as one flat row of assets, read further on demand. */
export function useAssetPages(filter: AssetFilter) {
  const query = useInfiniteQuery({
    ...assetPagesQuery(filter),
    // Comparing a hundred thousand assets with themselves for each page read would be the page's longest task.
    structuralSharing: false,
    placeholderData: keepPreviousData,
  });
  const { data, hasNextPage, isFetchNextPageError, fetchNextPage } = query;
  const items = useMemo(() => (data ? data.pages.flatMap((page) => page.items) : none), [data]);
  const soon = useRef<ReturnType<typeof setTimeout>>(undefined);
  // Whether a page is on its way is react-query's to know: asking it here would draw the list again at each.
  const readOn = useCallback(() => {
    if (!hasNextPage || isFetchNextPageError) return;
    // In a task of its own: it is asked for while rows are drawn, and sending a request takes a slow machine as long.
    soon.current ??= setTimeout(() => {
      soon.current = undefined;
      void fetchNextPage({ cancelRefetch: false });
    });
  }, [hasNextPage, isFetchNextPageError, fetchNextPage]);
  const first = data?.pages[0];
  return {
    items,
    total: first?.total,
    totalIsExact: first?.totalIsExact ?? true,
    /** True while what is shown belongs to the filter before. */
    isStale: query.isPlaceholderData,
    isLoading: query.isPending,
    error: query.error,
    hasMore: hasNextPage,
    canRetryMore: isFetchNextPageError,
    readOn,
    retryMore: () => void fetchNextPage(),
    retry: () => void query.refetch(),
  };
}
