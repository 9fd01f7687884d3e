import type { InfiniteData } from "@tanstack/react-query";
import type { AssetPage, AssetSummary } from "#lib/features/library/schema.ts";

/** What react-query keeps of one list. Every function here leaves untouched pages identical, so that drawing skips them. */
export type AssetPages = InfiniteData<AssetPage, string | null>;

/** Where an asset is, or undefined when it is not among the loaded pages. */
export function findPageOf(pages: AssetPages, assetId: string): number | undefined {
  const index = pages.pages.findIndex((page) => page.items.some((item) => item.assetId === assetId));
  return index === -1 ? undefined : index;
}

/** The same list with one asset changed; the same object when it is not in it. */
export function patchAsset(
  pages: AssetPages,
  assetId: string,
  change: (asset: AssetSummary) => AssetSummary,
): AssetPages {
  const at = findPageOf(pages, assetId);
  if (at === undefined) return pages;
  return {
    ...pages,
    pages: pages.pages.map((page, index) =>
      index === at
        ? { ...page, items: page.items.map((item) => (item.assetId === assetId ? change(item) : item)) }
        : page,
    ),
  };
}

/** The list of everything, newest first, with one more that came in; as it was when it has it or that is not the newest. */
export function addNewest(pages: AssetPages, asset: AssetSummary): AssetPages {
  const [first, ...others] = pages.pages;
  const newest = first?.items[0];
  if (!first || findPageOf(pages, asset.assetId) !== undefined) return pages;
  if (newest && newest.createdAt > asset.createdAt) return pages;
  const withOneMore = [{ ...first, items: [asset, ...first.items] }, ...others];
  return { ...pages, pages: withOneMore.map((page) => ({ ...page, total: page.total + 1 })) };
}

/** The same list without these assets, its totals smaller by those that were in it. */
export function removeAssets(pages: AssetPages, assetIds: ReadonlySet<string>): AssetPages {
  const kept = pages.pages.map((page) => {
    const items = page.items.filter((item) => !assetIds.has(item.assetId));
    return items.length === page.items.length ? page : { ...page, items };
  });
  const removed = pages.pages.reduce(
    (count, page, index) => count + page.items.length - (kept[index]?.items.length ?? 0),
    0,
  );
  if (removed === 0) return pages;
  return { ...pages, pages: kept.map((page) => ({ ...page, total: Math.max(0, page.total - removed) })) };
}

/**
 * The list with one page read again. A newer first page may end earlier than the old one did (something came in
 * above): what the old page held beyond stays, and so does its cursor, so that the next page still follows.
 */
export function replacePage(pages: AssetPages, at: number, fresh: AssetPage): AssetPages {
  const old = pages.pages[at];
  if (!old) return pages;
  const isLast = at === pages.pages.length - 1;
  const elsewhere = new Set(
    pages.pages.flatMap((page, index) => (index === at ? [] : page.items.map((item) => item.assetId))),
  );
  const known = new Map(old.items.map((item) => [item.assetId, item]));
  const items = fresh.items
    .filter((item) => !elsewhere.has(item.assetId))
    .map((item) => keepIdentity(known.get(item.assetId), item));
  const page = isLast && pages.pages.length === 1 ? { ...fresh, items } : mergeTail(old, { ...fresh, items });
  const { total, totalIsExact } = at === 0 ? fresh : old;
  return {
    ...pages,
    pages: pages.pages.map((each, index) => ({ ...(index === at ? page : each), total, totalIsExact })),
  };
}

function mergeTail(old: AssetPage, fresh: AssetPage): AssetPage {
  if (fresh.nextCursor === old.nextCursor) return fresh;
  const inFresh = new Set(fresh.items.map((item) => item.assetId));
  const lastShared = old.items.findLastIndex((item) => inFresh.has(item.assetId));
  const tail = old.items.slice(lastShared + 1);
  return { ...fresh, items: [...fresh.items, ...tail], nextCursor: old.nextCursor };
}

function keepIdentity(old: AssetSummary | undefined, fresh: AssetSummary): AssetSummary {
  return old && JSON.stringify(old) === JSON.stringify(fresh) ? old : fresh;
}
