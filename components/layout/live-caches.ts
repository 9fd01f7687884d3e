import type { QueryClient } from "@tanstack/react-query";
import { createListUpdater } from "#components/library/live-lists.ts";
import { inBursts } from "#lib/client/in-bursts.ts";
import type { LiveMessage } from "#lib/domain/live.ts";
import type { AssetDetail, WorkItem } from "#lib/features/library/schema.ts";

/** Counts and details are what nobody waits for: they leave the first turn to the list. */
const pace = { atOnce: 0, restMs: 700 };

/** Keeps cached answers true to what `/live` says: progress at once, everything else by reading it again. */
export function createCacheUpdater(queryClient: QueryClient): (message: LiveMessage) => void {
  const updateLists = createListUpdater(queryClient);
  const due = new Map<string, readonly string[]>();
  const refetchDue = inBursts(() => {
    const keys = [...due.values()];
    due.clear();
    for (const key of keys) void queryClient.invalidateQueries({ queryKey: key });
  }, pace);

  const refetch = (...queryKey: string[]) => {
    due.set(queryKey.join("/"), queryKey);
    refetchDue();
  };

  return (message) => {
    updateLists(message);
    switch (message.type) {
      case "rendition":
        moveRendition(queryClient, message);
        if (message.status !== "encoding") {
          refetch("library", "asset", message.assetId);
          refetch("library", "work");
        }
        return;
      case "asset":
        refetch("library", "asset", message.assetId);
        refetch("library", "facets");
        refetch("library", "total");
        // Connections carry the count of their assets: the rail shows the sum.
        refetch("connections");
        return;
      case "asset-removed":
        queryClient.removeQueries({ queryKey: ["library", "asset", message.assetId], type: "inactive" });
        refetch("library", "facets");
        refetch("library", "total");
        refetch("library", "work");
        refetch("connections");
        return;
      case "library":
        refetch("library", "facets");
        refetch("library", "total");
        refetch("connections");
        return;
      case "connection":
      case "engine":
        refetch("connections");
        refetch("inbox", "webhooks");
        return;
      case "inbox":
        refetch("inbox");
        return;
      case "task":
        refetch("tasks", message.connectionId);
        refetch("tasks", "all");
        return;
      case "resync":
        void queryClient.invalidateQueries();
        return;
    }
  };
}

type RenditionMessage = Extract<LiveMessage, { type: "rendition" }>;

/** The asset page, the inspector and the tasks board show one rendition's bar: it moves without a request. */
function moveRendition(queryClient: QueryClient, message: RenditionMessage): void {
  const move = <T extends { renditionId: string }>(item: T): T =>
    item.renditionId === message.renditionId
      ? {
          ...item,
          status: message.status,
          progressPercent: message.progressPercent,
          queuePosition: message.queuePosition,
          remainingMs: message.remainingMs,
        }
      : item;
  queryClient.setQueryData<AssetDetail>(
    ["library", "asset", message.assetId],
    (asset) => asset && { ...asset, renditions: asset.renditions.map(move) },
  );
  let isKnown = false;
  queryClient.setQueryData<WorkItem[]>(["library", "work"], (work) =>
    work?.map((item) => {
      if (item.assetId !== message.assetId || item.renditionId !== message.renditionId) return item;
      isKnown = true;
      return move(item);
    }),
  );
  if (!isKnown) void queryClient.invalidateQueries({ queryKey: ["library", "work"] });
}
