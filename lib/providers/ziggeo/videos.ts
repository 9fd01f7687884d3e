import type { Http } from "../http.ts";
import { path } from "../path.ts";
import type { CallOptions } from "../provider.ts";
import { toForm, type VideoArguments } from "./arguments.ts";
import { sendFile, type UploadFile, videoTypeOf } from "./send-file.ts";
import {
  type WirePush,
  type WireStats,
  type WireStream,
  type WireVideo,
  type WireVideoUpload,
  wireBulkAnswer,
  wireCount,
  wirePush,
  wireStats,
  wireStream,
  wireVideo,
  wireVideoList,
  wireVideoUpload,
} from "./wire.ts";

export interface VideoQuery {
  /** 1 to 100, default 50. */
  readonly limit?: number;
  readonly skip?: number;
  /** Oldest first. */
  readonly reverse?: boolean;
  /** Comma list of state names, or `all`; without it a video that never got a file is left out. */
  readonly states?: string;
  /** Comma list. */
  readonly tags?: string;
}

/** Videos: https://ziggeo.com/docs/api/resources/server */
export class VideosResource {
  readonly #http: Http;
  readonly #cdn: Http;

  constructor(http: Http, cdn: Http = http) {
    this.#http = http;
    this.#cdn = cdn;
  }

  index(query: VideoQuery = {}, options?: CallOptions): Promise<WireVideo[]> {
    return this.#http.get("/v1/videos/", { query: { ...query }, schema: wireVideoList, ...options });
  }

  async count(query: Pick<VideoQuery, "states" | "tags"> = {}, options?: CallOptions): Promise<number> {
    const call = { query: { ...query }, schema: wireCount, ...options };
    return (await this.#http.get("/v1/videos/count", call)).count;
  }

  /** @param tokenOrKey a token, or a key with an underscore before it */
  get(tokenOrKey: string, options?: CallOptions): Promise<WireVideo> {
    return this.#http.get(path`/v1/videos/${tokenOrKey}`, { schema: wireVideo, ...options });
  }

  /** At most 100; what does not exist is left out of the answer. */
  getBulk(tokensOrKeys: readonly string[], options?: CallOptions): Promise<WireVideo[]> {
    const form = { tokens_or_keys: tokensOrKeys.join(",") };
    return this.#http.post("/v1/videos/get_bulk", {
      form,
      schema: wireVideoList,
      isSafe: true,
      ...options,
    });
  }

  stats(tokenOrKey: string, options?: CallOptions): Promise<WireStats> {
    return this.#http.get(path`/v1/videos/${tokenOrKey}/stats`, { schema: wireStats, ...options });
  }

  /** One sum over all, or with `summarize` false one entry each. */
  statsBulk(
    query: { tokensOrKeys: readonly string[]; summarize?: boolean },
    options?: CallOptions,
  ): Promise<WireStats> {
    const form = {
      tokens_or_keys: query.tokensOrKeys.join(","),
      ...(query.summarize !== undefined && { summarize: query.summarize }),
    };
    return this.#http.post("/v1/videos/stats_bulk", { form, schema: wireStats, isSafe: true, ...options });
  }

  /** The bytes of the stream that players get. */
  downloadVideo(tokenOrKey: string, options: { signal: AbortSignal }): AsyncGenerator<Uint8Array> {
    return this.#cdn.stream(path`/v1/videos/${tokenOrKey}/video`, options);
  }

  downloadImage(tokenOrKey: string, options: { signal: AbortSignal }): AsyncGenerator<Uint8Array> {
    return this.#cdn.stream(path`/v1/videos/${tokenOrKey}/image`, options);
  }

  pushToService(tokenOrKey: string, pushServiceToken: string, options?: CallOptions): Promise<WirePush> {
    const form = { pushservicetoken: pushServiceToken };
    return this.#http.post(path`/v1/videos/${tokenOrKey}/push`, { form, schema: wirePush, ...options });
  }

  update(tokenOrKey: string, given: VideoArguments, options?: CallOptions): Promise<WireVideo> {
    const call = { form: toForm(given), schema: wireVideo, ...options };
    return this.#http.post(path`/v1/videos/${tokenOrKey}`, call);
  }

  /** A key belongs to one video: it is the one thing that cannot be set in bulk. */
  async updateBulk(
    tokensOrKeys: readonly string[],
    given: Omit<VideoArguments, "key">,
    options?: CallOptions,
  ): Promise<unknown> {
    const form = { ...toForm(given), tokens_or_keys: tokensOrKeys.join(",") };
    return this.#http.post("/v1/videos/update_bulk", { form, schema: wireBulkAnswer, ...options });
  }

  async remove(tokenOrKey: string, options?: CallOptions): Promise<void> {
    await this.#http.delete(path`/v1/videos/${tokenOrKey}`, options);
  }

  /** A video that waits for its file. */
  create(given: VideoArguments = {}, options?: CallOptions): Promise<WireVideo> {
    return this.#http.post("/v1/videos/", { form: toForm(given), schema: wireVideo, ...options });
  }

  /** The first of three steps: a video and where its file goes. A browser sends the file itself. */
  beginUpload(
    given: VideoArguments & { video_type?: string } = {},
    options?: CallOptions,
  ): Promise<WireVideoUpload> {
    const call = { form: toForm(given), schema: wireVideoUpload, ...options };
    return this.#http.post("/v1/videos-upload-url", call);
  }

  /** The last of three steps: the file is there. Asking twice is asking once. */
  confirmUpload(videoToken: string, streamToken: string, options?: CallOptions): Promise<WireStream> {
    const target = path`/v1/videos/${videoToken}/streams/${streamToken}/confirm-video`;
    return this.#http.post(target, { schema: wireStream, ...options });
  }

  /** All three steps with a file that is here. */
  async createFrom(file: UploadFile, given: VideoArguments = {}, options?: CallOptions): Promise<WireVideo> {
    const upload = await this.beginUpload({ ...given, video_type: videoTypeOf(file.name) }, options);
    await sendFile(this.#http, upload.url_data, file, options);
    const streamToken = upload.video.default_stream?.token ?? "";
    const default_stream = await this.confirmUpload(upload.video.token, streamToken, options);
    return { ...upload.video, default_stream };
  }
}
