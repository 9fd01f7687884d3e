import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { getJson } from "#lib/client/get-json.ts";
import type { BoardFilter } from "./schema/encoding.ts";

const at = (connectionId: string, ...path: string[]) =>
  ["/api/telestream", ...[connectionId, ...path].map(encodeURIComponent)].join("/");

/** Encodings of a connection that fit the filter, what runs first. Kept true by the live stream. */
export const encodingBoardQuery = (connectionId: string, filter: BoardFilter, limit: number) =>
  queryOptions({
    queryKey: ["telestream", "board", connectionId, filter, limit],
    queryFn: ({ signal }) =>
      getJson(at(connectionId, "encodings"), {
        query: { ...filter, limit },
        schema: async () => (await import("./schema/encoding.ts")).encodingBoard,
        signal,
      }),
    placeholderData: keepPreviousData,
  });

/** One encoding as the service has it, with its log. */
export const encodingDetailQuery = (connectionId: string, factoryId: string, encodingId: string) =>
  queryOptions({
    queryKey: ["telestream", "encoding", connectionId, encodingId],
    queryFn: ({ signal }) =>
      getJson(at(connectionId, "factories", factoryId, "encodings", encodingId), {
        schema: async () => (await import("./schema/encoding.ts")).encodingDetail,
        signal,
      }),
    staleTime: 0,
  });

/** What only Telestream says of a video. */
export const videoExtrasQuery = (assetId: string) =>
  queryOptions({
    queryKey: ["telestream", "video", assetId],
    queryFn: ({ signal }) =>
      getJson(`/api/telestream/videos/${encodeURIComponent(assetId)}`, {
        schema: async () => (await import("./schema/video.ts")).videoExtras,
        signal,
      }),
  });
