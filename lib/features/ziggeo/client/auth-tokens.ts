import { queryOptions } from "@tanstack/react-query";
import { getJson } from "#lib/client/get-json.ts";

/** The registry of an application; asking for it has what was not looked at for a while checked. */
export const authTokensQuery = (connectionId: string) =>
  queryOptions({
    queryKey: ["ziggeo", "auth-tokens", connectionId],
    queryFn: ({ signal }) =>
      getJson(`/api/ziggeo/connections/${encodeURIComponent(connectionId)}/auth-tokens`, {
        schema: async () => (await import("../schema/auth-tokens.ts")).authTokenList,
        signal,
        timeoutMs: 60_000,
      }),
  });

/** What code for a page can be made of for a video. */
export const embedOptionsQuery = (assetId: string) =>
  queryOptions({
    queryKey: ["ziggeo", "embed", assetId],
    queryFn: ({ signal }) =>
      getJson(`/api/ziggeo/videos/${encodeURIComponent(assetId)}/embed`, {
        schema: async () => (await import("../schema/auth-tokens.ts")).embedOptions,
        signal,
      }),
  });
