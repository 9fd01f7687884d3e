import type { QueryClient } from "@tanstack/react-query";
import { inBursts } from "#lib/client/in-bursts.ts";
import type { LiveMessage } from "#lib/domain/live.ts";
import { type AssetPages, addNewest, findPageOf } from "./asset-pages.ts";
import { applyMessages } from "./live-pages.ts";
import { createPageReader, type DirtyPage } from "./page-reader.ts";

const listKey = ["library", "pages"] as const;
/** Pages that changed are read again at most this often. */
const restMs = 700;
/** But a few that come in at once: a video is looked for by whoever sent it. */
const newAtOnce = 3;
/** After a gap in the stream: more pages than this are not worth keeping. */
const pagesWorthKeeping = 10;

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

  const lists = () =>
    queryClient
      .getQueriesData<AssetPages>({ queryKey: listKey })
      .flatMap(([queryKey, pages]) => (pages ? [{ queryKey, pages }] : []));
  const markDirty = (queryKey: readonly unknown[], at: number) =>
    dirty.set(`${JSON.stringify(queryKey)} ${at}`, { queryKey, at });

  let coming: unknown[] = [];
  const showComing = inBursts(
    () => {
      void showCards(coming.slice(-newAtOnce));
      coming = [];
      readDirty();
    },
    { atOnce: newAtOnce, restMs },
  );

  /** On top of the list of everything at once; where each belongs in another, and how many there are, its page says. */
  const showCards = async (cards: readonly unknown[]) => {
    // Without it the page that is read at rest shows them.
    const schema = await import("#lib/features/library/schema.ts").catch(() => undefined);
    const assets = cards.flatMap((card) => schema?.assetSummary.safeParse(card).data ?? []);
    for (const { posterUrl } of assets) if (posterUrl !== null) new Image().src = posterUrl;
    for (const { queryKey } of lists().filter((list) => isOfAll(list.queryKey))) {
      queryClient.setQueryData<AssetPages>(queryKey, (now) => now && assets.reduce(addNewest, now));
      markDirty(queryKey, 0);
    }
    readSoon();
  };

  return (message) => {
    if (message.type === "asset" || message.type === "rendition" || message.type === "asset-removed") {
      readPage.note(message);
    }
    const isNew = message.type === "asset" && message.from === null;
    for (const { queryKey, pages } of lists()) {
      switch (message.type) {
        case "asset":
        case "rendition":
        case "asset-removed": {
          const next = applyMessages(pages, [message]);
          if (next !== pages) queryClient.setQueryData(queryKey, next);
          const isShownByCard = isNew && message.card !== undefined && isOfAll(queryKey);
          if (message.type === "asset" && !isShownByCard) {
            markDirty(queryKey, findPageOf(pages, message.assetId) ?? 0);
          }
          break;
        }
        case "library":
          markDirty(queryKey, 0);
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
    if (isNew) {
      if (message.card !== undefined) coming.push(message.card);
      showComing();
    } else if (dirty.size > 0) readSoon();
  };
}

/** Whether a list leaves nothing out and has what is new on top. */
function isOfAll([, , filter]: readonly unknown[]): boolean {
  return (
    typeof filter === "object" &&
    filter !== null &&
    Object.entries(filter).every(([name, value]) =>
      name === "sort" ? value === "newest" : value === undefined || value.length === 0,
    )
  );
}
