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
