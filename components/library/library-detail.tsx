"use client";

import { useQuery } from "@tanstack/react-query";
import { Age } from "#components/ui/age.tsx";
import { connectionsQuery } from "#lib/features/connections/client.ts";
import { totalInWords } from "./asset-words.ts";
import { useAssetPages } from "./use-asset-pages.ts";
import { useLibraryFilter } from "./use-library-filter.ts";

/** "48,210 videos · synced 12 s ago": how much is shown, and how old it is. */
export function LibraryDetail() {
  const [filter] = useLibraryFilter();
  const { total, totalIsExact } = useAssetPages(filter);
  const { data: connections = [] } = useQuery(connectionsQuery());
  const syncs = connections.flatMap(({ lastSyncedAt }) => (lastSyncedAt ? [lastSyncedAt] : []));
  const newest = syncs.toSorted().at(-1);
  return (
    <span className="tabular">
      {total !== undefined && totalInWords(total, totalIsExact)}
      {newest && (
        <>
          {" · synced "}
          <Age since={newest} />
        </>
      )}
    </span>
  );
}
