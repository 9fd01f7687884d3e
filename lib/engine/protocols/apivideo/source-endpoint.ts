import { rm } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { EngineAsset } from "../../library/types.ts";
import type { MultipartFile } from "../../uploads/multipart-reader.ts";
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

interface PlacedFile {
  readonly uploadToken: string | null;
  /** What has come of the upload so far, where that was asked for already. */
  readonly begun?: KnownUpload | undefined;
  readonly file: MultipartFile;
  readonly length: number | undefined;
}

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
    return this.#intoVideo(req, asset, range);
  }

  /** The token is all that this call needs: a browser has no key. */
  async #byToken(req: IncomingMessage, parameters: URLSearchParams) {
    const given = parameters.get("token");
    if (!given) throw unauthorized("authentication-missing-upload-token");
    const token = await findUploadToken(this.#services.engine, given);
    if (!token) throw unauthorized("authentication-invalid-upload-token");
    const range = parseContentRange(req.headers["content-range"]);
    this.#services.engine.library.expectSource();
    let named: EngineAsset | undefined;
    const source = await receiveSource(req, this.#services.uploads, range, async (file, length) => {
      const videoId = file.fields.get("videoId");
      if (!videoId || range.notation === "whole") return undefined;
      named = await this.#ofToken(videoId, token.token);
      await this.#refuseUnfit(named, range);
      return this.#place(named, range, { uploadToken: token.token, file, length });
    });
    if (named && source.place) return this.#commit(named, range, source.place, source);
    try {
      return await this.#assign(source, range, token.token);
    } finally {
      if (source.incoming) await rm(source.incoming, { force: true });
    }
  }

  /** To the video it names, to the one it plainly goes on with, or to a new one. */
  async #assign(source: ReceivedSource, range: ContentRange, token: string) {
    const { uploads } = this.#services;
    const named = source.fields.get("videoId");
    const known = named ? await this.#ofToken(named, token) : await this.#findStitched(source, range, token);
    const asset = known ?? (await this.#createFor(source.fileName, token));
    await this.#refuseUnfit(asset, range);
    await this.#begin(asset, range, { fileName: source.fileName, uploadToken: token });
    const isFirst = range.notation === "whole" || (!known && !isLater(range));
    const place = isFirst
      ? await uploads.adoptFirst(asset.assetId, source, range)
      : await uploads.adoptIncoming(asset.assetId, source);
    return this.#commit(asset, range, place, source);
  }

  /** Where the engine is set up so: the upload that a later part without a video's id plainly goes on with. */
  async #findStitched(source: ReceivedSource, range: ContentRange, token: string) {
    const { videos, uploads, settings } = this.#services;
    if (!settings.stitchTokenUploads || !isLater(range)) return undefined;
    const videoId = await uploads.findStitch(token, source.fileName, range);
    return videoId === undefined ? undefined : videos.get(videoId);
  }

  /**
   * One that this token made or went on with; or one that has no source, as the account's key makes them: the vendor's
   * browser uploader documents an existing video beside its token. Whoever begins it goes on with it alone.
   */
  async #ofToken(videoId: string, token: string): Promise<EngineAsset> {
    if (!isStorableText(videoId)) throw notFound("videoId");
    const asset = await this.#services.videos.get(videoId);
    const { uploadToken } = detailsOf(asset);
    if (uploadToken !== null && uploadToken !== token) throw notFound("videoId");
    const begun = uploadToken === null ? await this.#services.uploads.find(videoId) : undefined;
    if (begun && begun.row.uploadToken !== token) throw notFound("videoId");
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

  async #intoVideo(req: IncomingMessage, asset: EngineAsset, range: ContentRange) {
    const { uploads } = this.#services;
    const begun = await this.#refuseUnfit(asset, range);
    this.#services.engine.library.expectSource();
    const source = await receiveSource(req, uploads, range, async (file, length) =>
      range.notation === "whole"
        ? undefined
        : this.#place(asset, range, { uploadToken: null, begun, file, length }),
    );
    if (source.place) return this.#commit(asset, range, source.place, source);
    try {
      await this.#refuseUnfit(asset, range);
      const fileName = isStorableText(source.fileName) ? source.fileName : "file";
      await this.#begin(asset, range, { fileName, uploadToken: null });
      const place = await uploads.adoptFirst(asset.assetId, source, range);
      return await this.#commit(asset, range, place, source);
    } finally {
      if (source.incoming) await rm(source.incoming, { force: true });
    }
  }

  /** Where a chunk of this video's source goes, before its bytes come. */
  async #place(
    asset: EngineAsset,
    range: Exclude<ContentRange, { notation: "whole" }>,
    { uploadToken, begun, file, length }: PlacedFile,
  ) {
    const { uploads } = this.#services;
    const { fileName } = file;
    if (!isStorableText(fileName)) throw invalidAttribute("file", "The file's name is not a text.");
    const { row } = begun ?? (await this.#begin(asset, range, { fileName, uploadToken }));
    // Two that begin at once in different notations: the first has the upload.
    if (row.notation !== range.notation) checkAgainst(range, { ...row, chunks: [] });
    const position = range.notation === "parts" ? range.part : range.from;
    const place = await uploads.place(asset.assetId, range, length, row.partSize);
    return { videoId: asset.assetId, position, place };
  }

  /** The upload into a video, begun now if nobody has. */
  async #begin(
    asset: EngineAsset,
    range: ContentRange,
    by: { fileName: string; uploadToken: string | null },
  ): Promise<KnownUpload> {
    const total = range.notation === "whole" ? null : range.total;
    const begun = await this.#services.uploads.ensure(asset.assetId, {
      ...by,
      notation: range.notation,
      total,
    });
    // Of two tokens that begin at once the first has the video.
    if (by.uploadToken !== null && begun.row.uploadToken !== by.uploadToken) throw notFound("videoId");
    return begun;
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

const isLater = (range: ContentRange) =>
  range.notation === "parts" ? range.part > 1 : range.notation === "bytes" && range.from > 0;
