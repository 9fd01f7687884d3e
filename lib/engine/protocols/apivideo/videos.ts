import type { Engine } from "../../engine.ts";
import type { EngineAccount, EngineAsset } from "../../library/types.ts";
import type { ApivideoApp } from "./app.ts";
import { findVideos } from "./find-videos.ts";
import { jsonResponse, notFound } from "./problems.ts";
import { isPublic, toWireStatus, toWireVideo } from "./to-wire.ts";
import { parseVideoListQuery, toPagination } from "./video-query.ts";

/** More than any ladder has; the status answers with all of a video's qualities at once. */
const mostRenditions = 1_000;

/** Videos: https://docs.api.video/reference/api/Videos */
export function mountVideos(app: ApivideoApp, engine: Engine): void {
  const canPreview = (asset: EngineAsset) => isPublic(asset) && engine.previews.canPreview(asset);
  const get = async (account: EngineAccount, videoId: string) => {
    const asset = await engine.library.findAsset(account, videoId);
    if (!asset) throw notFound("videoId");
    return asset;
  };

  /** https://docs.api.video/reference/api/Videos#list-all-video-objects */
  app.get("/videos", async (c) => {
    const url = new URL(c.req.url);
    const query = parseVideoListQuery(url.searchParams);
    const { items, total } = await findVideos(engine, c.var.account, query);
    const { currentPage, pageSize } = query;
    return jsonResponse({
      data: items.map((asset) => toWireVideo(asset, url.origin, canPreview(asset))),
      pagination: toPagination(url, { currentPage, pageSize, items: items.length, total }),
    });
  });

  /** https://docs.api.video/reference/api/Videos#retrieve-a-video-object */
  app.get("/videos/:videoId", async (c) => {
    const asset = await get(c.var.account, c.req.param("videoId"));
    return jsonResponse(toWireVideo(asset, new URL(c.req.url).origin, canPreview(asset)));
  });

  /** https://docs.api.video/reference/api/Videos#retrieve-video-status-and-details */
  app.get("/videos/:videoId/status", async (c) => {
    const asset = await get(c.var.account, c.req.param("videoId"));
    const { items } = await engine.library.listRenditions(c.var.account, {
      assetId: asset.assetId,
      offset: 0,
      limit: mostRenditions,
    });
    return jsonResponse(toWireStatus(asset, items, canPreview(asset)));
  });

  /** https://docs.api.video/reference/api/Videos#delete-a-video-object */
  app.delete("/videos/:videoId", async (c) => {
    const asset = await get(c.var.account, c.req.param("videoId"));
    await engine.library.removeAsset(c.var.account, asset.assetId);
    // Without a content type and a body, or the Node client throws.
    return new Response(null, { status: 204 });
  });
}
