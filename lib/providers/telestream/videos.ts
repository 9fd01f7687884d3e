import { z } from "zod";
import type { Http } from "../http.ts";
import { path } from "../path.ts";
import type { CallOptions } from "../provider.ts";
import { type WireVideo, wireDeleted, wireVideo } from "./wire.ts";

/** v3.0 answers a bare array, v3.1 an object around it. */
const wireVideoList = z.union([
  z.array(wireVideo),
  z.object({ videos: z.array(wireVideo) }).transform(({ videos }) => videos),
]);

export interface VideoQuery {
  readonly factory_id: string;
  readonly page: number;
  /** 1 to 100. */
  readonly per_page: number;
}

/** Videos (`telestream.md` §5.2). */
export class VideosResource {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  page(query: VideoQuery, options?: CallOptions): Promise<WireVideo[]> {
    return this.#http.get("/videos.json", { query: { ...query }, schema: wireVideoList, ...options });
  }

  get(factoryId: string, videoId: string, options?: CallOptions): Promise<WireVideo> {
    const query = { factory_id: factoryId };
    return this.#http.get(path`/videos/${videoId}.json`, { query, schema: wireVideo, ...options });
  }

  /** Has the service fetch the source. */
  importUrl(
    input: { factory_id: string; source_url: string; profiles?: string },
    options?: CallOptions,
  ): Promise<WireVideo> {
    return this.#http.post("/videos.json", { form: { ...input }, schema: wireVideo, ...options });
  }

  async remove(factoryId: string, videoId: string, options?: CallOptions): Promise<void> {
    const query = { factory_id: factoryId };
    await this.#http.delete(path`/videos/${videoId}.json`, { query, schema: wireDeleted, ...options });
  }

  /** The engine's sample clips (decision 0003). */
  addSamples(factoryId: string, options?: CallOptions): Promise<WireVideo[]> {
    const form = { factory_id: factoryId };
    return this.#http.post("/reelyard/samples", { form, schema: z.array(wireVideo), ...options });
  }
}
