"use client";

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Age } from "#components/ui/age.tsx";
import { connectionsQuery } from "#lib/features/connections/client.ts";
import { assetPagesQuery } from "#lib/features/library/client.ts";
import type { AssetPages } from "./asset-pages.ts";
import { totalInWords } from "./asset-words.ts";
import { useLibraryFilter } from "./use-library-filter.ts";

/** "48,210 videos · synced 12 s ago": how much is shown, and how old it is. */
export function LibraryDetail() {
  const [filter] = useLibraryFilter();
  const { data } = useInfiniteQuery({
    ...assetPagesQuery(filter),
    placeholderData: keepPreviousData,
    structuralSharing: false,
    // Pages that are read while scrolling do not concern the title.
    select: toTotal,
  });
  const { data: connections = [] } = useQuery(connectionsQuery());
  const syncs = connections.flatMap(({ lastSyncedAt }) => (lastSyncedAt ? [lastSyncedAt] : []));
  const newest = syncs.toSorted().at(-1);
  return (
    <span className="tabular">
      {data}
      {newest && (
        <>
          {" · synced "}
          <Age since={newest} />
        </>
      )}
    </span>
  );
}

function toTotal({ pages: [first] }: AssetPages): string {
  return first ? totalInWords(first.total, first.totalIsExact) : "";
}
