import type { IncomingMessage, ServerResponse } from "node:http";
import { and, eq, sql } from "drizzle-orm";
import { assetTable } from "../../db/schema/asset.ts";
import { renditionTable } from "../../db/schema/rendition.ts";
import type { Engine } from "../../engine.ts";
import type { EngineAsset } from "../../library/types.ts";
import { answerEmpty, answering } from "./answers.ts";
import { ownFolder } from "./file-names.ts";
import { pathNotFound, TelestreamProblem } from "./problems.ts";

const prefix = "/files/";

const mimeTypes: Readonly<Record<string, string>> = {
  mp4: "video/mp4",
  m4v: "video/mp4",
  m4s: "video/iso.segment",
  mov: "video/quicktime",
  webm: "video/webm",
  mkv: "video/x-matroska",
  ogg: "video/ogg",
  ogv: "video/ogg",
  avi: "video/x-msvideo",
  ts: "video/mp2t",
  mpg: "video/mpeg",
  tar: "application/x-tar",
  m3u8: "application/vnd.apple.mpegurl",
  mp3: "audio/mpeg",
  m4a: "audio/mp4",
  aac: "audio/aac",
  oga: "audio/ogg",
  wav: "audio/wav",
  flac: "audio/flac",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  png: "image/png",
  webp: "image/webp",
  log: "text/plain; charset=utf-8",
};

/** A type by extension, ours or the media's; what we do not know is a download. */
const mimeTypeOf = (name: string) =>
  mimeTypes[name.split(".").at(-1)?.toLowerCase() ?? ""] ?? "application/octet-stream";

/**
 * `/files/<factory>/<path><ext>`: sources, outputs, stills and logs, and below `reelyard/<video>/` the
 * engine's own pictures and preview. Names are 128-bit ids: whoever has one may read, as in the vendor's
 * public buckets.
 */
export class FileEndpoint {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  handle(req: IncomingMessage, res: ServerResponse): boolean {
    const url = new URL(req.url ?? "/", "http://engine");
    if (!url.pathname.startsWith(prefix)) return false;
    if (req.method === "OPTIONS") answerEmpty(res, 204);
    else answering(this.#engine.log, req, res, () => this.#answer(req, res, url.pathname));
    return true;
  }

  async #answer(req: IncomingMessage, res: ServerResponse, pathname: string): Promise<void> {
    if (req.method !== "GET" && req.method !== "HEAD") {
      throw new TelestreamProblem(405, "BadRequest", "Files are read only");
    }
    const [factoryId = "", ...segments] = decode(pathname.slice(prefix.length)).split("/");
    const name = segments.join("/");
    if (segments[0] === ownFolder) return this.#serveOwn(req, res, factoryId, segments.slice(1), pathname);
    const found = (await this.#findOutput(factoryId, name)) ?? (await this.#findSource(factoryId, name));
    if (!found) throw pathNotFound(pathname);
    await this.#engine.storage.serveStoredFile(req, res, {
      key: found.key,
      mimeType: mimeTypeOf(name),
      ...(found.downloadName && { downloadName: found.downloadName }),
    });
  }

  async #serveOwn(
    req: IncomingMessage,
    res: ServerResponse,
    factoryId: string,
    [videoId = "", ...rest]: string[],
    pathname: string,
  ): Promise<void> {
    const asset = await this.#engine.library.findAsset(this.#engine.accounts.telestream, videoId);
    if (!asset || asset.containerId !== factoryId) throw pathNotFound(pathname);
    const [folder = "", file = ""] = rest;
    if (folder === "preview" && rest.length === 2) {
      if (asset.sourceKey === null || !this.#engine.previews.canPreview(asset)) throw pathNotFound(pathname);
      return this.#engine.previews.serve(req, res, asset, file);
    }
    const key = rest.length === 1 ? pictureOf(asset, folder) : undefined;
    if (!key) throw pathNotFound(pathname);
    await this.#engine.storage.serveStoredFile(req, res, { key, mimeType: mimeTypeOf(folder) });
  }

  async #findOutput(
    factoryId: string,
    name: string,
  ): Promise<{ key: string; downloadName?: string } | undefined> {
    const found = await this.#engine.library.findRenditionFile(factoryId, name);
    if (found) return { key: found.file.key };
    if (!name.endsWith(".log")) return undefined;
    const rows = await this.#engine.db.db
      .select({ logKey: renditionTable.logKey })
      .from(renditionTable)
      .where(and(eq(renditionTable.containerId, factoryId), eq(renditionTable.path, name.slice(0, -4))));
    const logKey = rows[0]?.logKey;
    return logKey ? { key: logKey } : undefined;
  }

  async #findSource(
    factoryId: string,
    name: string,
  ): Promise<{ key: string; downloadName?: string } | undefined> {
    const path = name.replace(/\.[^./]*$/, "");
    const rows = await this.#engine.db.db
      .select({ key: assetTable.sourceKey, extname: assetTable.extname })
      .from(assetTable)
      .where(and(eq(assetTable.containerId, factoryId), eq(sql`${assetTable.details} ->> 'path'`, path)));
    const source = rows.find((row) => path + row.extname === name);
    return source?.key ? { key: source.key } : undefined;
  }
}

function pictureOf(asset: EngineAsset, name: string): string | undefined {
  if (name.startsWith("poster.")) return asset.posterKey ?? undefined;
  if (name.startsWith("filmstrip.")) return asset.filmstrip?.key;
  return undefined;
}

function decode(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    throw pathNotFound(pathname);
  }
}
