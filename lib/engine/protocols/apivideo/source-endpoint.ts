import { rm } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { EngineAsset } from "../../library/types.ts";
import { answerJson, originOf, refuse } from "./answers.ts";
import { isStorableText } from "./attributes.ts";
import { authenticate } from "./auth.ts";
import { type ContentRange, checkAgainst, parseContentRange } from "./content-range.ts";
import { newId } from "./ids.ts";
import {
  ApivideoProblem,
  invalidAttribute,
  methodNotAllowed,
  notFound,
  serverError,
  sourceProblem,
  tooManyRequests,
  unauthorized,
} from "./problems.ts";
import { rateHeaders } from "./rate-limits.ts";
import type { ApivideoServices } from "./services.ts";
import { type ReceivedSource, receiveSource } from "./source-form.ts";
import type { KnownUpload } from "./upload-rows.ts";
import { findUploadToken } from "./upload-tokens.ts";
import { detailsOf } from "./video-details.ts";

const sourcePath = /^\/videos\/([^/]+)\/source$/;
const longestTitle = 255;

/** What is answered here and not by the app. */
export const sourceRoutes = ["POST /upload", "POST /videos/:videoId/source"];

/** `POST /videos/{videoId}/source` and `POST /upload` (section 7 of the protocol), on bare streams. */
export class SourceEndpoint {
  readonly #services: ApivideoServices;

  constructor(services: ApivideoServices) {
    this.#services = services;
  }

  /** True when the request is for this endpoint; it is then answered here. */
  handle(req: IncomingMessage, res: ServerResponse): boolean {
    const url = new URL(req.url ?? "/", "http://engine");
    const videoId = sourcePath.exec(url.pathname)?.[1];
    if (videoId === undefined && url.pathname !== "/upload") return false;
    // Preflights and what is wrong are the app's: it has all the headers.
    if (req.method === "OPTIONS") return false;
    const { engine, windows } = this.#services;
    const rate = windows.count("upload", engine.clock.now());
    const headers = rateHeaders(rate);
    const answer = async () => {
      if (req.method !== "POST") throw methodNotAllowed();
      if (rate.isExceeded) throw tooManyRequests();
      const taken =
        videoId === undefined
          ? await this.#byToken(req, url.searchParams)
          : await this.#bySource(req, videoId);
      const body = taken.video ? await this.#toWire(req, taken.video) : { videoId: taken.videoId };
      answerJson(res, 201, body, headers);
    };
    answer().catch((error: unknown) => {
      if (error instanceof ApivideoProblem) return refuse(req, res, error, headers);
      if (req.destroyed && !req.complete) return res.destroy();
      engine.log.error({ err: error, provider: "apivideo", path: url.pathname }, "upload failed");
      refuse(req, res, serverError(), headers);
    });
    return true;
  }

  async #bySource(req: IncomingMessage, videoId: string) {
    const { engine, videos } = this.#services;
    authenticate(engine, req.headers.authorization);
    if (!isStorableText(videoId)) throw notFound("videoId");
    const asset = await videos.get(videoId);
    const range = parseContentRange(req.headers["content-range"]);
    return this.#intoVideo(req, asset, range, null);
  }

  /** The token is all that this call needs: a browser has no key. */
  async #byToken(req: IncomingMessage, parameters: URLSearchParams) {
    const given = parameters.get("token");
    if (!given) throw unauthorized("authentication-missing-upload-token");
    const token = await findUploadToken(this.#services.engine, given);
    if (!token) throw unauthorized("authentication-invalid-upload-token");
    const range = parseContentRange(req.headers["content-range"]);
    this.#services.engine.library.expectSource();
    const source = await receiveSource(req, this.#services.uploads, range, async () => undefined);
    try {
      return await this.#assign(source, range, token.token);
    } finally {
      if (source.incoming) await rm(source.incoming, { force: true });
    }
  }

  /** To the video it names, to the one it plainly goes on with, or to a new one. */
  async #assign(source: ReceivedSource, range: ContentRange, token: string) {
    const { videos, uploads, settings } = this.#services;
    const named = source.fields.get("videoId");
    let asset: EngineAsset;
    if (named !== undefined && named !== "") {
      asset = await this.#ofToken(named, token);
    } else {
      const isLater =
        range.notation === "parts" ? range.part > 1 : range.notation === "bytes" && range.from > 0;
      const stitched =
        settings.stitchTokenUploads && isLater
          ? await uploads.findStitch(token, source.fileName, range)
          : undefined;
      asset = stitched ? await videos.get(stitched) : await this.#createFor(source.fileName, token);
    }
    await this.#refuseUnfit(asset, range);
    await uploads.ensure(asset.assetId, {
      notation: range.notation,
      total: range.notation === "whole" ? null : range.total,
      fileName: source.fileName,
      uploadToken: token,
    });
    const place = await uploads.adoptIncoming(asset.assetId, source.incoming ?? "", range);
    return this.#commit(asset, range, place, source);
  }

  async #ofToken(videoId: string, token: string): Promise<EngineAsset> {
    if (!isStorableText(videoId)) throw notFound("videoId");
    const asset = await this.#services.videos.get(videoId);
    if (detailsOf(asset).uploadToken !== token) throw notFound("videoId");
    return asset;
  }

  #createFor(fileName: string, token: string): Promise<EngineAsset> {
    const { engine } = this.#services;
    if (!isStorableText(fileName)) throw invalidAttribute("file", "The file's name is not a text.");
    return engine.library.createAsset({
      account: engine.accounts.apivideo,
      assetId: newId("vi"),
      title: fileName.slice(0, longestTitle) || "untitled",
      originalFilename: fileName,
      details: { uploadToken: token, sourceKind: "upload" },
    });
  }

  async #intoVideo(req: IncomingMessage, asset: EngineAsset, range: ContentRange, token: string | null) {
    const { uploads } = this.#services;
    const begun = await this.#refuseUnfit(asset, range);
    this.#services.engine.library.expectSource();
    const source = await receiveSource(req, uploads, range, async (file, length) => {
      if (range.notation === "whole") return undefined;
      if (!isStorableText(file.fileName)) throw invalidAttribute("file", "The file's name is not a text.");
      const { row } =
        begun ??
        (await uploads.ensure(asset.assetId, {
          notation: range.notation,
          total: range.total,
          fileName: file.fileName,
          uploadToken: token,
        }));
      // Two that begin at once in different notations: the first has the upload.
      if (row.notation !== range.notation) checkAgainst(range, { ...row, chunks: [] });
      const position = range.notation === "parts" ? range.part : range.from;
      const place = await uploads.place(asset.assetId, range, length, row.partSize);
      return { videoId: asset.assetId, position, place };
    });
    if (source.place) return this.#commit(asset, range, source.place, source);
    try {
      await this.#refuseUnfit(asset, range);
      await uploads.ensure(asset.assetId, {
        notation: "whole",
        total: null,
        fileName: isStorableText(source.fileName) ? source.fileName : "file",
        uploadToken: token,
      });
      const place = await uploads.adoptIncoming(asset.assetId, source.incoming ?? "", range);
      return await this.#commit(asset, range, place, source);
    } finally {
      if (source.incoming) await rm(source.incoming, { force: true });
    }
  }

  /** A video takes a source once, in one notation. Answers what has come of it so far. */
  async #refuseUnfit(asset: EngineAsset, range: ContentRange): Promise<KnownUpload | undefined> {
    const { sourceKind } = detailsOf(asset);
    if (sourceKind === "import") throw sourceProblem("video-source-already-downloaded");
    if (sourceKind === "clone") throw sourceProblem("video-source-already-copied");
    const known = await this.#services.uploads.find(asset.assetId);
    if (asset.status !== "uploading" || known?.row.state === "complete") {
      throw sourceProblem("video-source-already-uploaded");
    }
    if (known && (known.chunks.length > 0 || range.notation !== "whole")) {
      checkAgainst(range, { ...known.row, chunks: known.chunks });
    }
    return known;
  }

  async #commit(
    asset: EngineAsset,
    range: ContentRange,
    place: NonNullable<ReceivedSource["place"]>,
    source: ReceivedSource,
  ): Promise<{ videoId: string; video?: EngineAsset }> {
    const { uploads, intake } = this.#services;
    const state = await uploads.commit(asset.assetId, range, place, source.length);
    if (state === "open") return { videoId: asset.assetId };
    return { videoId: asset.assetId, video: await intake.complete(asset.assetId) };
  }

  async #toWire(req: IncomingMessage, video: EngineAsset): Promise<object> {
    return this.#services.reader.toWire(video, originOf(req));
  }
}
