"use client";

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Age } from "#components/ui/age.tsx";
import { connectionsQuery } from "#lib/features/connections/client.ts";
import { assetPagesQuery, assetTotalQuery } from "#lib/features/library/client.ts";
import type { AssetPage } from "#lib/features/library/schema.ts";
import type { AssetPages } from "./asset-pages.ts";
import { totalInWords } from "./asset-words.ts";
import { useLibraryFilter } from "./use-library-filter.ts";

/** "48,210 videos · synced 12 s ago": how much is shown, and how old it is. */
export function LibraryDetail() {
  const [filter] = useLibraryFilter();
  const { data: first } = useInfiniteQuery({
    ...assetPagesQuery(filter),
    placeholderData: keepPreviousData,
    structuralSharing: false,
    // Pages that are read while scrolling do not concern the title.
    select: toFirstPage,
  });
  // A page only estimates a large number; counting it is not worth the page's waiting.
  const { data: counted } = useQuery({ ...assetTotalQuery(filter), enabled: first?.totalIsExact === false });
  const shown = first?.totalIsExact === false ? (counted ?? first) : first;
  const { data: connections = [] } = useQuery(connectionsQuery());
  const syncs = connections.flatMap(({ lastSyncedAt }) => (lastSyncedAt ? [lastSyncedAt] : []));
  const newest = syncs.toSorted().at(-1);
  return (
    <span className="tabular">
      {shown && totalInWords(shown.total, shown.totalIsExact)}
      {newest && (
        <>
          {" · synced "}
          <Age since={newest} />
        </>
      )}
    </span>
  );
}

function toFirstPage({ pages: [first] }: AssetPages): AssetPage | undefined {
  return first;
}
