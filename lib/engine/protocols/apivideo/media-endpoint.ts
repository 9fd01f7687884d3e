import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { serveFile } from "../../files.ts";
import type { EngineAsset } from "../../library/types.ts";
import { isStorableText } from "./attributes.ts";
import { playlistName } from "./broadcasts.ts";
import { corsHeaders } from "./cors.ts";
import { EmbedPage } from "./embed-page.ts";
import { pictureMimeTypes } from "./file-form.ts";
import { playerEvent } from "./player-events.ts";
import { findPlayer } from "./players.ts";
import { RenditionFiles } from "./rendition-files.ts";
import type { ApivideoServices } from "./services.ts";
import { detailsOf, isDiscarded, isPublic } from "./video-details.ts";
import { findWatermark } from "./watermarks.ts";

const mediaPath = /^\/(vod|live)\/([A-Za-z0-9]+)(?:\/token\/([A-Za-z0-9]+))?(?:\/([\w./-]+))?$/;
const mostEventBytes = 2_000;

interface MediaRequest {
  readonly kind: string;
  readonly mediaId: string;
  readonly token: string | undefined;
  readonly file: string;
  readonly parameters: URLSearchParams;
}

/**
 * What a video's or a live stream's `assets` name, on bare streams: the player's page, HLS, the file, pictures and
 * text tracks. Public media go to whoever has the unguessable id; private ones to whoever came first with a token.
 */
export class MediaEndpoint {
  readonly #services: ApivideoServices;
  readonly #files: RenditionFiles;
  readonly #pages: EmbedPage;

  constructor(services: ApivideoServices) {
    this.#services = services;
    this.#files = new RenditionFiles(services.engine);
    this.#pages = new EmbedPage(services);
  }

  /** True when the request was for media; it is then answered here. */
  handle(req: IncomingMessage, res: ServerResponse): boolean {
    const url = URL.parse(req.url ?? "", "http://engine");
    if (!url) return false;
    const answer = this.#route(req, res, url);
    if (!answer) return false;
    answer().catch((error: unknown) => {
      this.#services.engine.log.error(
        { err: error, provider: "apivideo", path: url.pathname },
        "media failed",
      );
      res.destroy();
    });
    return true;
  }

  #route(req: IncomingMessage, res: ServerResponse, url: URL): (() => Promise<void>) | undefined {
    const { pathname, searchParams } = url;
    const liveList = /^\/live\/([A-Za-z0-9]+)\.m3u8$/.exec(pathname)?.[1];
    if (liveList !== undefined) {
      const request = { kind: "live", mediaId: liveList, token: undefined, file: playlistName };
      return () => this.#serveLive(req, res, { ...request, parameters: searchParams }, `${liveList}/`);
    }
    const asset = /^\/player\/(player\.js|player\.css|hls\.js)$/.exec(pathname)?.[1];
    if (asset !== undefined) return () => this.#pages.serveAsset(req, res, asset);
    const playerId = /^\/player\/(pl[A-Za-z0-9]+)\/logo$/.exec(pathname)?.[1];
    if (playerId !== undefined) return () => this.#serveLogo(req, res, playerId);
    const watermarkId = /^\/watermark\/(watermark_[A-Za-z0-9]+)$/.exec(pathname)?.[1];
    if (watermarkId !== undefined) return () => this.#serveWatermark(req, res, watermarkId);
    if (pathname === "/reelyard/player-events") return () => this.#takeEvent(req, res);
    const [, kind, mediaId, token, file = ""] = mediaPath.exec(pathname) ?? [];
    if (kind === undefined || mediaId === undefined) return undefined;
    const request = { kind, mediaId, token, file, parameters: searchParams };
    return kind === "vod"
      ? () => this.#serveVideo(req, res, request)
      : () => this.#serveLive(req, res, request, "");
  }

  async #serveVideo(req: IncomingMessage, res: ServerResponse, request: MediaRequest): Promise<void> {
    if (req.method === "OPTIONS") return end(res, 204);
    const { videos, tokens } = this.#services;
    const asset = await videos.find(request.mediaId);
    if (!asset || isDiscarded(asset)) return end(res, 404);
    if (!(await this.#mayPlay(req, request, isPublic(asset)))) return end(res, 403);
    if (request.file === "") return this.#pages.serveVideo(req, res, asset);
    if (request.file === "session" && request.token !== undefined) {
      return answer(
        req,
        res,
        "application/json",
        JSON.stringify({ session_token: tokens.mintSession(asset.assetId) }),
      );
    }
    const text = /^(captions|chapters)\/([\w-]+)\.vtt$/.exec(request.file);
    if (text)
      return this.#serveTrack(
        req,
        res,
        asset,
        text[1] === "captions" ? "captions" : "chapters",
        text[2] ?? "",
      );
    if (request.file.startsWith("hls/")) return this.#serveHls(req, res, asset, request);
    const stored = await this.#storedFile(asset, request.file);
    if (stored === "soon") return end(res, 202);
    if (!stored) return end(res, 404);
    await this.#services.engine.storage.serveStoredFile(req, res, stored);
  }

  /** A token belongs to the first who comes with it; a session was given to one who had a token. */
  async #mayPlay(req: IncomingMessage, request: MediaRequest, isOpen: boolean): Promise<boolean> {
    if (isOpen) return true;
    const { tokens } = this.#services;
    const session = request.parameters.get("avh");
    if (session !== null) return tokens.isSession(request.mediaId, session);
    const token = request.token ?? request.parameters.get("token") ?? "";
    return tokens.use(request.mediaId, token, req);
  }

  /** The ladder once it is there; before that the source itself where it plays; else 202, as the service has it. */
  async #serveHls(
    req: IncomingMessage,
    res: ServerResponse,
    asset: EngineAsset,
    request: MediaRequest,
  ): Promise<void> {
    const { engine, reader } = this.#services;
    const name = request.file.slice("hls/".length);
    const found = await this.#files.find(asset.assetId, `${asset.assetId}/hls/${name}`);
    if (found) {
      if (!name.endsWith(".m3u8")) {
        return engine.storage.serveStoredFile(req, res, { key: found, mimeType: "video/mp2t" });
      }
      const text = await readFile(engine.storage.pathOf(found), "utf8");
      return answer(req, res, playlistType, withSession(text, request.parameters.get("avh")));
    }
    if (reader.canPreview(asset)) {
      return engine.previews.serve(req, res, asset, name === "manifest.m3u8" ? "index.m3u8" : name);
    }
    return end(res, name === "manifest.m3u8" && asset.status !== "fail" ? 202 : 404);
  }

  async #storedFile(asset: EngineAsset, file: string) {
    const { thumbnail, mp4Support } = detailsOf(asset);
    if (file === "thumbnail.jpg") {
      if (thumbnail) return { ...thumbnail, maxAgeSeconds: 60 };
      return asset.posterKey === null
        ? undefined
        : { key: asset.posterKey, mimeType: "image/jpeg", maxAgeSeconds: 60 };
    }
    if (file === "filmstrip.jpg")
      return asset.filmstrip && { key: asset.filmstrip.key, mimeType: "image/jpeg" };
    if (file !== "mp4/source.mp4" || !mp4Support) return undefined;
    const key = await this.#files.findMp4(asset.assetId);
    if (key !== undefined) return { key, mimeType: "video/mp4" };
    const isMp4 = asset.facts?.formatName === "mp4" && this.#services.reader.canPreview(asset);
    if (isMp4 && asset.sourceKey !== null) return { key: asset.sourceKey, mimeType: "video/mp4" };
    return asset.status === "fail" ? undefined : "soon";
  }

  async #serveTrack(
    req: IncomingMessage,
    res: ServerResponse,
    asset: EngineAsset,
    kind: "captions" | "chapters",
    language: string,
  ): Promise<void> {
    const track = await this.#services.tracks.find(asset.assetId, kind, language);
    if (!track) return end(res, 404);
    return answer(req, res, "text/vtt; charset=utf-8", track.vtt);
  }

  async #serveLive(
    req: IncomingMessage,
    res: ServerResponse,
    request: MediaRequest,
    folder: string,
  ): Promise<void> {
    if (req.method === "OPTIONS") return end(res, 204);
    const { engine, liveStreams, broadcasts } = this.#services;
    const stream = await liveStreams.find(request.mediaId);
    if (!stream) return end(res, 404);
    if (!(await this.#mayPlay(req, request, stream.public))) return end(res, 403);
    if (request.file === "") return this.#pages.serveLive(req, res, stream);
    if (request.file === "thumbnail.jpg") {
      const { thumbnailKey: key, thumbnailMimeType: mimeType } = stream;
      if (key === null || mimeType === null) return end(res, 404);
      return engine.storage.serveStoredFile(req, res, { key, mimeType, maxAgeSeconds: 60 });
    }
    const file = broadcasts.fileOf(stream.liveStreamId, request.file);
    // Our own page waits for a broadcast to begin; an error in its console every two seconds would say nothing.
    const absent = request.parameters.has("waiting") ? 202 : 404;
    if (file === undefined) return end(res, absent);
    if (request.file !== playlistName) {
      return serveFile(req, res, file, { key: request.file, mimeType: "video/mp2t", maxAgeSeconds: 60 });
    }
    const text = await readFile(file, "utf8").catch(() => undefined);
    if (text === undefined) return end(res, absent);
    const playlist = withSession(text.replace(/^live-/gm, `${folder}live-`), request.parameters.get("avh"));
    return answer(req, res, playlistType, playlist);
  }

  async #serveLogo(req: IncomingMessage, res: ServerResponse, playerId: string): Promise<void> {
    const player = await findPlayer(this.#services.engine, playerId);
    if (!player?.logoKey || !player.logoMimeType) return end(res, 404);
    const { logoKey: key, logoMimeType: mimeType } = player;
    await this.#services.engine.storage.serveStoredFile(req, res, { key, mimeType, maxAgeSeconds: 60 });
  }

  async #serveWatermark(req: IncomingMessage, res: ServerResponse, watermarkId: string): Promise<void> {
    const { engine } = this.#services;
    const watermark = await findWatermark(engine, watermarkId);
    if (!watermark) return end(res, 404);
    const mimeType = pictureMimeTypes[watermark.format === "png" ? "png" : "jpeg"];
    await engine.storage.serveStoredFile(req, res, { key: watermark.key, mimeType, maxAgeSeconds: 60 });
  }

  /** The player's own; whatever else comes is thrown away without a word. */
  async #takeEvent(req: IncomingMessage, res: ServerResponse): Promise<void> {
    if (req.method !== "POST") return end(res, req.method === "OPTIONS" ? 204 : 405);
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of req) {
      size += (chunk as Buffer).length;
      if (size > mostEventBytes) return end(res, 400);
      chunks.push(chunk as Buffer);
    }
    const event = playerEvent.safeParse(parseJson(Buffer.concat(chunks).toString("utf8")));
    if (event.success && (await this.#isThere(event.data.mediaId))) {
      await this.#services.playerEvents.record(event.data, req);
    }
    return end(res, 204);
  }

  async #isThere(mediaId: string): Promise<boolean> {
    const { videos, liveStreams } = this.#services;
    if (!isStorableText(mediaId)) return false;
    return Boolean(mediaId.startsWith("li") ? await liveStreams.find(mediaId) : await videos.find(mediaId));
  }
}

const playlistType = "application/vnd.apple.mpegurl";

/** Every address of a playlist goes on with the session that opened it. */
function withSession(playlist: string, session: string | null): string {
  if (session === null) return playlist;
  return playlist.replace(/^(?!#)(\S+)$/gm, (uri) => `${uri}?avh=${encodeURIComponent(session)}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const mediaHeaders = {
  ...corsHeaders,
  "x-content-type-options": "nosniff",
  "content-security-policy": "default-src 'none'; sandbox",
  "cross-origin-resource-policy": "cross-origin",
} as const;

function answer(req: IncomingMessage, res: ServerResponse, mimeType: string, text: string): void {
  res.writeHead(200, {
    ...mediaHeaders,
    "content-type": mimeType,
    "content-length": String(Buffer.byteLength(text)),
    "cache-control": "no-cache",
  });
  res.end(req.method === "HEAD" ? undefined : text);
}

function end(res: ServerResponse, status: 202 | 204 | 400 | 403 | 404 | 405): void {
  res.writeHead(status, { ...mediaHeaders, ...(status !== 204 && { "content-length": "0" }) });
  res.end();
}
