import type { QueryClient } from "@tanstack/react-query";
import type { LiveMessage } from "#lib/domain/live.ts";

/** Bursts of changes (an import of thousands) become one refetch per this many milliseconds. */
const restMs = 700;

/**
 * Keeps cached answers true to what `/live` says. Lists of assets look after themselves (they patch single rows);
 * here is what everything else needs: names of what to fetch again, at most once per rest.
 */
export function createCacheUpdater(queryClient: QueryClient): (message: LiveMessage) => void {
  const due = new Map<string, readonly string[]>();
  let isResting = false;

  const refetch = (...queryKey: string[]) => {
    due.set(queryKey.join("/"), queryKey);
    if (isResting) return;
    isResting = true;
    setTimeout(() => {
      isResting = false;
      const keys = [...due.values()];
      due.clear();
      for (const key of keys) void queryClient.invalidateQueries({ queryKey: key });
    }, restMs);
  };

  return (message) => {
    switch (message.type) {
      case "rendition":
        if (message.status !== "encoding") refetch("assets", "detail", message.assetId);
        return;
      case "asset":
        refetch("assets", "detail", message.assetId);
        refetch("assets", "facets");
        return;
      case "asset-removed":
        queryClient.removeQueries({ queryKey: ["assets", "detail", message.assetId] });
        refetch("assets", "facets");
        return;
      case "library":
        refetch("assets", "facets");
        refetch("connections");
        return;
      case "connection":
        refetch("connections");
        return;
      case "engine":
        refetch("connections");
        return;
      case "resync":
        void queryClient.invalidateQueries();
        return;
    }
  };
}
