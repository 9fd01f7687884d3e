import type { ProviderAsset } from "#lib/domain/asset.ts";
import { diagnose } from "../diagnose.ts";
import { isNotFound } from "../errors.ts";
import type { AssetLibrary, CallOptions, ProviderAccount, VideoProvider } from "../provider.ts";
import { listReceivers } from "../receivers.ts";
import { ApivideoClient } from "./client.ts";
import { findOtherEnvironment } from "./environment.ts";
import { hasNextPage } from "./page-query.ts";
import { toDomainAsset } from "./to-domain.ts";
import { buildUploads } from "./uploads.ts";
import type { VideosResource } from "./videos.ts";
import { buildWebhookRegistry } from "./webhook-registry.ts";

/** A client of api.video for one account. Field: `apiKey`. */
export function apivideoProvider(account: ProviderAccount): VideoProvider {
  const client = new ApivideoClient(account);
  return {
    id: "apivideo",
    library: buildLibrary(client.videos),
    uploads: buildUploads(client, account.baseUrl),
    webhooks: buildWebhookRegistry(client.webhooks),
    ...(account.isLocal && {
      deliveries: {
        receivers: (options?: CallOptions) => listReceivers(client.http, "/reelyard/receivers", options),
      },
    }),
    rateLimits: () => client.rateLimits.list(),
    check: (options) => {
      const probe = ({ http }: ApivideoClient) =>
        http.get("/videos", { query: { pageSize: 1 }, isProbe: true, ...options });
      return diagnose({
        call: () => probe(client),
        baseUrl: account.baseUrl,
        credentialName: "API key",
        explain: (error) =>
          findOtherEnvironment({
            baseUrl: account.baseUrl,
            error,
            ask: (baseUrl) => probe(new ApivideoClient(account, baseUrl)),
          }),
      });
    },
  };
}

function buildLibrary(videos: VideosResource): AssetLibrary {
  const find = async (videoId: string, options?: CallOptions): Promise<ProviderAsset | undefined> => {
    try {
      const [video, status] = await Promise.all([
        videos.get(videoId, options),
        videos.status(videoId, options),
      ]);
      return toDomainAsset(video, status);
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  };
  return {
    find,
    listIsBrief: true,
    /** Pages run from the oldest to the newest: what is added meanwhile comes last and moves nothing. */
    async list({ cursor, pageSize = 100 }, options) {
      const currentPage = cursor === undefined ? 1 : Number(cursor);
      const query = { currentPage, pageSize, sortBy: "createdAt", sortOrder: "asc" } as const;
      const page = await videos.page(query, options);
      return {
        assets: page.data.map((video) => toDomainAsset(video)),
        ...(hasNextPage(page) && { nextCursor: String(currentPage + 1) }),
      };
    },
    raw: async (videoId, options) => ({
      video: await videos.get(videoId, options),
      status: await videos.status(videoId, options),
    }),
    importUrl: async ({ url }, options) =>
      toDomainAsset(await videos.create({ title: nameOf(url), source: url }, options)),
    async remove(videoId, options) {
      try {
        await videos.remove(videoId, options);
      } catch (error) {
        if (!isNotFound(error)) throw error;
      }
    },
  };
}

/** What the address ends in: a title that can be changed, where the service wants one. */
function nameOf(url: string): string {
  const name = URL.parse(url)?.pathname.split("/").at(-1) ?? "";
  return name === "" ? url.slice(0, 100) : name.slice(-100);
}
