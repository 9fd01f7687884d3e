import type { Http } from "../http.ts";
import { path } from "../path.ts";
import type { CallOptions } from "../provider.ts";
import { type WireVideo, wireCount, wireVideo, wireVideoList } from "./wire.ts";

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

  constructor(http: Http) {
    this.#http = http;
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

  async remove(tokenOrKey: string, options?: CallOptions): Promise<void> {
    await this.#http.delete(path`/v1/videos/${tokenOrKey}`, options);
  }
}
