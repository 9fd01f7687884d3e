import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { getJson } from "#lib/client/get-json.ts";
import type { AssetFilter } from "./schema.ts";

const schemas = () => import("./schema.ts");

/** The filter as its URL writes it; the view is the page's business, not the list's. */
function toQuery({ view: _view, ...filter }: AssetFilter) {
  return filter;
}

/** The list of a filter, page after page. */
export const assetPagesQuery = (filter: AssetFilter) =>
  infiniteQueryOptions({
    queryKey: ["library", "pages", toQuery(filter)],
    queryFn: ({ pageParam, signal }) =>
      getJson("/api/library", {
        query: { ...toQuery(filter), cursor: pageParam },
        schema: async () => (await schemas()).assetPage,
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });

/** One asset; reading it repairs the index. */
export const assetQuery = (assetId: string) =>
  queryOptions({
    queryKey: ["library", "asset", assetId],
    queryFn: ({ signal }) =>
      getJson(`/api/library/${encodeURIComponent(assetId)}`, {
        schema: async () => (await schemas()).assetDetail,
        signal,
      }),
  });

/** The provider's own JSON for an asset, fetched when someone asks to see it. */
export const assetRawQuery = (assetId: string) =>
  queryOptions({
    queryKey: ["library", "raw", assetId],
    queryFn: ({ signal }) =>
      getJson(`/api/library/${encodeURIComponent(assetId)}/raw`, {
        schema: async () => (await schemas()).rawAsset,
        signal,
      }),
    staleTime: 0,
  });

/** How many a filter matches, counted further than its first page did. */
export const assetTotalQuery = (filter: AssetFilter) => {
  const { sort: _sort, ...query } = toQuery(filter);
  return queryOptions({
    queryKey: ["library", "total", query],
    queryFn: ({ signal }) =>
      getJson("/api/library/total", { query, schema: async () => (await schemas()).assetTotal, signal }),
  });
};

/** Counts for the filter menus. */
export const assetFacetsQuery = (filter: AssetFilter) => {
  const { sort: _sort, ...query } = toQuery(filter);
  return queryOptions({
    queryKey: ["library", "facets", query],
    queryFn: ({ signal }) =>
      getJson("/api/library/facets", { query, schema: async () => (await schemas()).assetFacets, signal }),
  });
};

/** Renditions being made over all connections. */
export const workQuery = () =>
  queryOptions({
    queryKey: ["library", "work"],
    queryFn: ({ signal }) =>
      getJson("/api/library/work", { schema: async () => (await schemas()).workList, signal }),
  });
