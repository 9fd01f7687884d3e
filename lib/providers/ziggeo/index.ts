import { diagnose } from "../diagnose.ts";
import { isNotFound } from "../errors.ts";
import type { AssetLibrary, CallOptions, ProviderAccount, VideoProvider } from "../provider.ts";
import { listReceivers } from "../receivers.ts";
import { ziggeoClient } from "./client.ts";
import { ziggeoMedia } from "./media.ts";
import { cdnUrlOf, findWrongRegion } from "./region.ts";
import { toDomainAsset } from "./to-domain.ts";
import type { VideosResource } from "./videos.ts";
import { buildWebhookRegistry } from "./webhook-registry.ts";

/** A client of Ziggeo for one application. Fields: `applicationToken`, `privateKey`. */
export function ziggeoProvider(account: ProviderAccount): VideoProvider {
  const { applicationToken = "" } = account.fields;
  const { http, videos, webhooks } = ziggeoClient(account);
  return {
    id: "ziggeo",
    library: buildLibrary(videos, cdnUrlOf(account.baseUrl)),
    media: ziggeoMedia(account),
    webhooks: buildWebhookRegistry(webhooks),
    ...(account.isLocal && {
      deliveries: {
        receivers: (options?: CallOptions) => listReceivers(http, "/v1/reelyard/receivers", options),
      },
    }),
    check: (options) =>
      diagnose({
        call: () => http.get("/v1/videos/", { query: { limit: 1 }, isProbe: true, ...options }),
        baseUrl: account.baseUrl,
        credentialName: "application token and private key",
        explain: (error) => findWrongRegion(account.baseUrl, applicationToken, error),
      }),
  };
}

function buildLibrary(videos: VideosResource, mediaBase: string): AssetLibrary {
  return {
    /** Skips count from the oldest: what is added meanwhile comes last and moves nothing. */
    async list({ cursor, pageSize = 100 }, options) {
      const skip = cursor === undefined ? 0 : Number(cursor);
      const page = await videos.index({ limit: pageSize, skip, reverse: true, states: "all" }, options);
      return {
        assets: page.map((video) => toDomainAsset(video, mediaBase)),
        ...(page.length === pageSize && { nextCursor: String(skip + page.length) }),
      };
    },
    async find(token, options) {
      try {
        return toDomainAsset(await videos.get(token, options), mediaBase);
      } catch (error) {
        if (isNotFound(error)) return undefined;
        throw error;
      }
    },
    raw: (token, options) => videos.get(token, options),
    async remove(token, options) {
      try {
        await videos.remove(token, options);
      } catch (error) {
        if (!isNotFound(error)) throw error;
      }
    },
  };
}
