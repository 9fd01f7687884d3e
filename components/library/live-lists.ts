import type { QueryClient } from "@tanstack/react-query";
import { getJson } from "#lib/client/get-json.ts";
import { inBursts } from "#lib/client/in-bursts.ts";
import type { LiveMessage } from "#lib/domain/live.ts";
import { type AssetPages, findPageOf, replacePage } from "./asset-pages.ts";
import { applyMessages, type ListMessage } from "./live-pages.ts";

const listKey = ["library", "pages"] as const;
/** Pages that changed are read again at most this often. */
const restMs = 700;
/** But a few at once: a video that comes in is looked for by whoever sent it. */
const newAtOnce = 3;
/** After a gap in the stream: more pages than this are not worth keeping. */
const pagesWorthKeeping = 10;

interface DirtyPage {
  readonly queryKey: readonly unknown[];
  readonly at: number;
}

/**
 * Keeps the cached lists of assets true to what `/live` says: what it says of an asset at once, row by row; whatever
 * else changed by reading again the one page it is on, never the whole list.
 */
export function createListUpdater(queryClient: QueryClient): (message: LiveMessage) => void {
  const dirty = new Map<string, DirtyPage>();
  const readPage = createPageReader(queryClient);
  const readDirty = () => {
    const due = [...dirty];
    dirty.clear();
    for (const [id, page] of due) void readPage.read(id, page);
  };
  const readSoon = inBursts(readDirty, { atOnce: 0, restMs });
  const readNow = inBursts(readDirty, { atOnce: newAtOnce, restMs });

  const lists = () =>
    queryClient
      .getQueriesData<AssetPages>({ queryKey: listKey })
      .flatMap(([queryKey, pages]) => (pages ? [{ queryKey, pages }] : []));
  const markDirty = (queryKey: readonly unknown[], at: number) =>
    dirty.set(`${JSON.stringify(queryKey)} ${at}`, { queryKey, at });

  return (message) => {
    if (message.type === "asset" || message.type === "rendition" || message.type === "asset-removed") {
      readPage.note(message);
    }
    for (const { queryKey, pages } of lists()) {
      switch (message.type) {
        case "asset":
        case "rendition":
        case "asset-removed": {
          const next = applyMessages(pages, [message]);
          if (next !== pages) queryClient.setQueryData(queryKey, next);
          if (message.type !== "asset") break;
          const at = findPageOf(pages, message.assetId);
          markDirty(queryKey, at ?? 0);
          if (at === undefined) {
            // Fetched beside the page that it will be shown on, not after it.
            if (message.posterUrl) new Image().src = message.posterUrl;
            readNow();
          } else readSoon();
          break;
        }
        case "library":
          markDirty(queryKey, 0);
          readSoon();
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

/** Reads pages again under the cursor they were first read under. An answer never undoes what was told since it was asked for. */
function createPageReader(queryClient: QueryClient) {
  const shown = new Map<string, number>();
  let asked = 0;
  let underWay = 0;
  let told: ListMessage[] = [];

  return {
    note(message: ListMessage): void {
      if (underWay > 0) told.push(message);
    },

    async read(id: string, { queryKey, at }: DirtyPage): Promise<void> {
      const before = queryClient.getQueryData<AssetPages>(queryKey);
      if (!before || at >= before.pages.length) return;
      const filter = queryKey[2];
      if (typeof filter !== "object" || filter === null) return;
      const turn = ++asked;
      const toldBefore = told.length;
      underWay++;
      try {
        const fresh = await getJson("/api/library", {
          query: { ...filter, cursor: before.pageParams[at] },
          schema: async () => (await import("#lib/features/library/schema.ts")).assetPage,
        });
        if ((shown.get(id) ?? 0) > turn) return;
        shown.set(id, turn);
        const since = told.slice(toldBefore);
        queryClient.setQueryData<AssetPages>(
          queryKey,
          (now) => now && applyMessages(replacePage(now, at, fresh), since),
        );
      } catch {
        // The list on the screen stays; the stream's own state tells that the server is away.
        void queryClient.invalidateQueries({ queryKey, refetchType: "none" });
      } finally {
        underWay--;
        if (underWay === 0) told = [];
      }
    },
  };
}
