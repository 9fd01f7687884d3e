import type { IncomingMessage, ServerResponse } from "node:http";
import type { Engine } from "../../engine.ts";
import type { EngineAsset } from "../../library/types.ts";
import { isPublic } from "./to-wire.ts";

const mediaPath = /^\/vod\/([A-Za-z0-9]+)\/(thumbnail\.jpg|mp4\/source\.mp4|hls\/[\w.-]+)$/;

/**
 * Serves what a video's `assets` name, on bare streams: `/vod/{videoId}/thumbnail.jpg`, `mp4/source.mp4` and
 * `hls/manifest.m3u8` with its segments. Whoever has the unguessable id may; a private video answers 404, since
 * its tokens are not made yet. True when the request was one of these.
 */
export function serveMedia(engine: Engine, req: IncomingMessage, res: ServerResponse): boolean {
  const [, videoId, file] = mediaPath.exec(URL.parse(req.url ?? "", "http://engine")?.pathname ?? "") ?? [];
  if (videoId === undefined || file === undefined) return false;
  serve(engine, req, res, { videoId, file }).catch((error) => {
    engine.log.error({ err: error, provider: "apivideo", videoId }, "media request failed");
    res.destroy();
  });
  return true;
}

async function serve(
  engine: Engine,
  req: IncomingMessage,
  res: ServerResponse,
  { videoId, file }: { videoId: string; file: string },
): Promise<void> {
  const asset = await engine.library.findAsset(engine.accounts.apivideo, videoId);
  const isShown = asset !== undefined && isPublic(asset);
  if (isShown && file.startsWith("hls/") && engine.previews.canPreview(asset)) {
    const name = file.slice("hls/".length);
    await engine.previews.serve(req, res, asset, name === "manifest.m3u8" ? "index.m3u8" : name);
    return;
  }
  const stored = isShown ? storedFile(asset, file) : undefined;
  if (stored) {
    await engine.storage.serveStoredFile(req, res, stored);
    return;
  }
  res.writeHead(404, { "content-length": "0", "access-control-allow-origin": "*" }).end();
}

function storedFile(asset: EngineAsset, file: string) {
  if (file === "thumbnail.jpg") {
    return asset.posterKey === null ? undefined : { key: asset.posterKey, mimeType: "image/jpeg" };
  }
  if (file !== "mp4/source.mp4" || asset.sourceKey === null) return undefined;
  return { key: asset.sourceKey, mimeType: asset.facts?.mimeType ?? "application/octet-stream" };
}
