import type { QueryClient } from "@tanstack/react-query";
import { getJson } from "#lib/client/get-json.ts";
import type { LiveMessage } from "#lib/domain/live.ts";
import {
  type AssetPages,
  applyMessage,
  findPageOf,
  patchAsset,
  removeAssets,
  replacePage,
} from "./asset-pages.ts";

const listKey = ["library", "pages"] as const;
/** Pages that changed are read again at most this often. */
const restMs = 700;
/** After a gap in the stream: more pages than this are not worth keeping. */
const pagesWorthKeeping = 10;

/**
 * Keeps the cached lists of assets true to what `/live` says: progress and states at once, row by row; whatever
 * else changed by reading again the one page it is on, never the whole list.
 */
export function createListUpdater(queryClient: QueryClient): (message: LiveMessage) => void {
  const dirty = new Map<string, { queryKey: readonly unknown[]; at: number }>();
  let isResting = false;

  const lists = () =>
    queryClient
      .getQueriesData<AssetPages>({ queryKey: listKey })
      .flatMap(([queryKey, pages]) => (pages ? [{ queryKey, pages }] : []));

  const readAgain = (queryKey: readonly unknown[], at: number) => {
    dirty.set(`${JSON.stringify(queryKey)} ${at}`, { queryKey, at });
    if (isResting) return;
    isResting = true;
    setTimeout(() => {
      isResting = false;
      const due = [...dirty.values()];
      dirty.clear();
      for (const { queryKey: key, at: index } of due) void refreshPage(queryClient, key, index);
    }, restMs);
  };

  return (message) => {
    for (const { queryKey, pages } of lists()) {
      switch (message.type) {
        case "rendition":
        case "asset": {
          const next = patchAsset(pages, message.assetId, (asset) => applyMessage(asset, message));
          if (next !== pages) queryClient.setQueryData(queryKey, next);
          // A list that nobody looks at is read again as a whole when someone does.
          if (message.type === "asset") readAgain(queryKey, findPageOf(pages, message.assetId) ?? 0);
          break;
        }
        case "asset-removed":
          queryClient.setQueryData(queryKey, removeAssets(pages, new Set([message.assetId])));
          break;
        case "library":
          readAgain(queryKey, 0);
          break;
        case "resync":
          queryClient.setQueryData<AssetPages>(queryKey, {
            pages: pages.pages.slice(0, pagesWorthKeeping),
            pageParams: pages.pageParams.slice(0, pagesWorthKeeping),
          });
          break;
        default:
          break;
      }
    }
  };
}

/** Reads one page of a list again under the cursor it was first read under. */
async function refreshPage(
  queryClient: QueryClient,
  queryKey: readonly unknown[],
  at: number,
): Promise<void> {
  const before = queryClient.getQueryData<AssetPages>(queryKey);
  if (!before || at >= before.pages.length) return;
  const filter = queryKey[2];
  if (typeof filter !== "object" || filter === null) return;
  try {
    const fresh = await getJson("/api/library", {
      query: { ...filter, cursor: before.pageParams[at] },
      schema: async () => (await import("#lib/features/library/schema.ts")).assetPage,
    });
    queryClient.setQueryData<AssetPages>(queryKey, (now) => now && replacePage(now, at, fresh));
  } catch {
    // The list on the screen stays; the stream's own state tells that the server is away.
    void queryClient.invalidateQueries({ queryKey, refetchType: "none" });
  }
}
