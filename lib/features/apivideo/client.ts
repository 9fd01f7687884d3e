import { queryOptions } from "@tanstack/react-query";
import { getJson } from "#lib/client/get-json.ts";

const schemas = () => import("./schema.ts");

/** What only api.video says of a video. */
export const videoExtrasQuery = (assetId: string) =>
  queryOptions({
    queryKey: ["apivideo", "video", assetId],
    queryFn: ({ signal }) =>
      getJson(`/api/apivideo/videos/${encodeURIComponent(assetId)}`, {
        schema: async () => (await schemas()).videoExtras,
        signal,
      }),
  });

/** The account's watermarks, for whoever lays one over a copy. */
export const watermarksQuery = (connectionId: string) =>
  queryOptions({
    queryKey: ["apivideo", "watermarks", connectionId],
    queryFn: ({ signal }) =>
      getJson(`/api/apivideo/${encodeURIComponent(connectionId)}/watermarks`, {
        schema: async () => (await import("./schema/watermarks.ts")).watermarkList,
        signal,
      }),
  });

/** The live streams of an account; who goes on air shows within seconds. */
export const liveStreamsQuery = (connectionId: string) =>
  queryOptions({
    queryKey: ["apivideo", "live", connectionId],
    queryFn: ({ signal }) =>
      getJson(`/api/apivideo/${encodeURIComponent(connectionId)}/live-streams`, {
        schema: async () => (await schemas()).liveStreamList,
        signal,
      }),
    refetchInterval: 5_000,
  });
