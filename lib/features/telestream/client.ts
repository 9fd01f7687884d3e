import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { getJson } from "#lib/client/get-json.ts";
import type { CommandRequest } from "./schema/command.ts";
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

/** What a profile runs, as it stands in a form; asked again for every change of it. */
export const resultingCommandQuery = ({ connectionId, factoryId, ...sketch }: CommandRequest) =>
  queryOptions({
    queryKey: ["telestream", "command", connectionId, factoryId, sketch],
    queryFn: ({ signal }) =>
      getJson(at(connectionId, "factories", factoryId, "command"), {
        body: sketch,
        schema: async () => (await import("./schema/command.ts")).resultingCommand,
        signal,
      }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });

const sendingMs = 2_000;
const quietMs = 15_000;

/** What a factory's receiver was told; looked at more often while something is on its way. */
export const deliveriesQuery = (connectionId: string, factoryId: string, page: number) =>
  queryOptions({
    queryKey: ["telestream", "deliveries", connectionId, factoryId, page],
    queryFn: ({ signal }) =>
      getJson(at(connectionId, "factories", factoryId, "deliveries"), {
        query: { page },
        schema: async () => (await import("./schema/delivery.ts")).deliveryPage,
        signal,
      }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.items.some((delivery) => delivery.state === "pending") ? sendingMs : quietMs,
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
