import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createRequire } from "node:module";
import type { LiveStreamRow } from "../../db/schema/apivideo-live-stream.ts";
import type { EngineAsset } from "../../library/types.ts";
import { findPlayer, settingsOf } from "./players.ts";
import type { ApivideoServices } from "./services.ts";
import { detailsOf } from "./video-details.ts";

const assets = {
  "player.js": { file: new URL("./player/player.js", import.meta.url), mimeType: "text/javascript" },
  "player.css": { file: new URL("./player/player.css", import.meta.url), mimeType: "text/css" },
  "hls.js": {
    file: createRequire(import.meta.url).resolve("hls.js/dist/hls.light.min.js"),
    mimeType: "text/javascript",
  },
} as const;

/** Its own scripts and styles, its own media, and any page may frame it: that is what it is for. */
const pageHeaders = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "media-src 'self' blob:",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors *",
  ].join("; "),
  "x-content-type-options": "nosniff",
  "referrer-policy": "strict-origin-when-cross-origin",
  "cache-control": "no-store",
} as const;

/** What the page's script is told; everything in it is a number, an id, or text that is only ever shown as text. */
interface PageData {
  readonly mediaId: string;
  readonly title: string;
  readonly isLive: boolean;
  readonly hls: string;
  readonly mp4: string | null;
  readonly poster: string | null;
  readonly captions: readonly { src: string; language: string; label: string; isDefault: boolean }[];
  readonly chapters: string | null;
  readonly theme: Readonly<Record<string, string | boolean>>;
  readonly logo: { readonly src: string; readonly link: string } | null;
}

/** The page at a video's or a live stream's player address, to be put into an iframe. */
export class EmbedPage {
  readonly #services: ApivideoServices;

  constructor(services: ApivideoServices) {
    this.#services = services;
  }

  async serveVideo(req: IncomingMessage, res: ServerResponse, asset: EngineAsset): Promise<void> {
    const { tokens, tracks } = this.#services;
    const details = detailsOf(asset);
    const session = details.public ? "" : `?avh=${tokens.mintSession(asset.assetId)}`;
    const at = (file: string) => `${asset.assetId}/${file}${session}`;
    const everything = { currentPage: 1, pageSize: 100 };
    const captions = await tracks.page(asset.assetId, "captions", everything);
    const chapters = await tracks.page(asset.assetId, "chapters", everything);
    const [firstChapters] = chapters.items;
    return this.#serve(req, res, details.playerId, {
      mediaId: asset.assetId,
      title: asset.title,
      isLive: false,
      hls: at("hls/manifest.m3u8"),
      mp4: details.mp4Support ? at("mp4/source.mp4") : null,
      poster: asset.posterKey !== null || details.thumbnail !== null ? at("thumbnail.jpg") : null,
      captions: captions.items.map(({ language, isDefault }) => ({
        src: at(`captions/${language}.vtt`),
        language,
        label: language,
        isDefault,
      })),
      chapters: firstChapters ? at(`chapters/${firstChapters.language}.vtt`) : null,
    });
  }

  async serveLive(req: IncomingMessage, res: ServerResponse, stream: LiveStreamRow): Promise<void> {
    const { liveStreamId } = stream;
    const session = stream.public ? "" : `?avh=${this.#services.tokens.mintSession(liveStreamId)}`;
    return this.#serve(req, res, stream.playerId, {
      mediaId: liveStreamId,
      title: stream.name,
      isLive: true,
      hls: `${liveStreamId}/live.m3u8${session}`,
      mp4: null,
      poster: stream.thumbnailKey === null ? null : `${liveStreamId}/thumbnail.jpg${session}`,
      captions: [],
      chapters: null,
    });
  }

  async serveAsset(req: IncomingMessage, res: ServerResponse, name: string): Promise<void> {
    const asset = assets[name as keyof typeof assets];
    const bytes = await readFile(asset.file);
    res.writeHead(200, {
      "content-type": `${asset.mimeType}; charset=utf-8`,
      "content-length": String(bytes.length),
      "x-content-type-options": "nosniff",
      "cache-control": "private, max-age=3600",
    });
    res.end(req.method === "HEAD" ? undefined : bytes);
  }

  async #serve(
    req: IncomingMessage,
    res: ServerResponse,
    playerId: string | null,
    data: Omit<PageData, "theme" | "logo">,
  ): Promise<void> {
    if (req.method !== "GET" && req.method !== "HEAD") {
      res.writeHead(405, { "content-length": "0", allow: "GET, HEAD" }).end();
      return;
    }
    const player = playerId === null ? undefined : await findPlayer(this.#services.engine, playerId);
    const logo =
      player?.logoKey && player.logoLink
        ? { src: `../player/${player.playerId}/logo`, link: player.logoLink }
        : null;
    const text = buildPage({ ...data, theme: settingsOf(player), logo });
    res.writeHead(200, { ...pageHeaders, "content-length": String(Buffer.byteLength(text)) });
    res.end(req.method === "HEAD" ? undefined : text);
  }
}

/** Addresses are relative: behind a proxy the page lies at another path than here. */
function buildPage(data: PageData): string {
  // In a script element only `<` can end it, and JSON may write that by its number.
  const json = JSON.stringify(data).replaceAll("<", "\\u003c");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(data.title)}</title>
<link rel="stylesheet" href="../player/player.css">
</head>
<body>
<main id="player">
<video id="video" crossorigin="anonymous" playsinline preload="metadata" aria-label="${escapeHtml(data.title)}"></video>
<h1 id="title"></h1>
<p id="message" role="status" hidden></p>
</main>
<script type="application/json" id="data">${json}</script>
<script src="../player/player.js" defer></script>
</body>
</html>
`;
}

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (sign) => escapes[sign] ?? sign);
