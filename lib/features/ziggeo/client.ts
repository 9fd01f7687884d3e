import { queryOptions } from "@tanstack/react-query";
import { getJson } from "#lib/client/get-json.ts";
import type { StreamList } from "./schema/streams.ts";

const isMoving = (list: StreamList | undefined) =>
  list?.streams.some(({ state }) => state === "processing") ||
  list?.pushes.some(({ state }) => state === "pending");

/** A video's streams, looked at again while something is being made or sent. */
export const streamsQuery = (assetId: string) =>
  queryOptions({
    queryKey: ["ziggeo", "streams", assetId],
    queryFn: ({ signal }) =>
      getJson(`/api/ziggeo/videos/${encodeURIComponent(assetId)}/streams`, {
        schema: async () => (await import("./schema/streams.ts")).streamList,
        signal,
      }),
    refetchInterval: ({ state }) => (isMoving(state.data) ? 1_500 : false),
  });

const detailSchemas = () => import("./schema/details.ts");

export const detailsQuery = (assetId: string) =>
  queryOptions({
    queryKey: ["ziggeo", "details", assetId],
    queryFn: ({ signal }) =>
      getJson(`/api/ziggeo/videos/${encodeURIComponent(assetId)}/details`, {
        schema: async () => (await detailSchemas()).videoDetails,
        signal,
      }),
  });

/** Details of some videos of a selection, 50 at most. Those of other providers are left out. */
export const readDetailRows = (assetIds: readonly string[], signal: AbortSignal) =>
  getJson("/api/ziggeo/videos/details", {
    query: { ids: assetIds },
    schema: async () => (await detailSchemas()).detailRows,
    signal,
  });

/** Who has a key that somebody is typing. */
export const keyOwnerQuery = (assetId: string, key: string) =>
  queryOptions({
    queryKey: ["ziggeo", "key-owner", assetId, key],
    queryFn: ({ signal }) => readKeyOwners(assetId, [key], signal),
    enabled: key !== "",
    staleTime: 5_000,
  });

/** Who among an application's videos has these keys, 50 at most. */
export const readKeyOwners = (assetId: string, keys: readonly string[], signal: AbortSignal) => {
  const query = new URLSearchParams(keys.map((key) => ["key", key]));
  return getJson(`/api/ziggeo/videos/${encodeURIComponent(assetId)}/key-owners?${query}`, {
    schema: async () => (await detailSchemas()).keyOwners,
    signal,
  });
};
