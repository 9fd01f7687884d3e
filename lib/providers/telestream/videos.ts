import { z } from "zod";
import type { Http } from "../http.ts";
import { path } from "../path.ts";
import type { CallOptions } from "../provider.ts";
import { wireListOf } from "./lists.ts";
import { fileForm } from "./upload/file-form.ts";
import { openLocalFile } from "./upload/local-file.ts";
import { type WireMetadata, type WireVideo, wireDeleted, wireMetadata, wireVideo } from "./wire.ts";

const wireVideoList = wireListOf("videos", wireVideo);
const wireVideoPage = z.object({
  videos: z.array(wireVideo),
  page: z.number(),
  per_page: z.number(),
  total: z.number(),
});
export type WireVideoPage = z.output<typeof wireVideoPage>;

export interface VideoQuery {
  readonly factory_id: string;
  readonly page: number;
  /** 1 to 100. */
  readonly per_page: number;
  readonly status?: WireVideo["status"];
}

/** What a video is made with, however its source comes (`telestream.md` §5.2). */
export interface VideoMaking {
  readonly factory_id: string;
  /** Names or ids with commas between, or `none`; every profile of the factory when absent. */
  readonly profiles?: string;
  readonly path_format?: string;
  /** At most 256 characters, told again wherever the video is. */
  readonly payload?: string;
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

  /** The same with how many there are in all: `include_root` (`telestream.md` §5). */
  pageWithTotal(query: VideoQuery, options?: CallOptions): Promise<WireVideoPage> {
    const rooted = { ...query, include_root: true };
    return this.#http.get("/videos.json", { query: rooted, schema: wireVideoPage, ...options });
  }

  get(factoryId: string, videoId: string, options?: CallOptions): Promise<WireVideo> {
    const query = { factory_id: factoryId };
    return this.#http.get(path`/videos/${videoId}.json`, { query, schema: wireVideo, ...options });
  }

  /** As its file tells: flat, units as text. */
  metadata(factoryId: string, videoId: string, options?: CallOptions): Promise<WireMetadata> {
    const query = { factory_id: factoryId };
    return this.#http.get(path`/videos/${videoId}/metadata.json`, {
      query,
      schema: wireMetadata,
      ...options,
    });
  }

  /** Only the stored source: encodings stay and play, but none can be made again. */
  async removeSource(factoryId: string, videoId: string, options?: CallOptions): Promise<void> {
    const query = { factory_id: factoryId };
    await this.#http.delete(path`/videos/${videoId}/source.json`, { query, schema: wireDeleted, ...options });
  }

  /** Has the service fetch the source. */
  importUrl(input: VideoMaking & { source_url: string }, options?: CallOptions): Promise<WireVideo> {
    return this.#http.post("/videos.json", { form: { ...input }, schema: wireVideo, ...options });
  }

  /**
   * Sends a file of this machine in one request, read as it goes. Once: what breaks it breaks the whole; large files
   * go by an upload session.
   */
  async sendFile(input: VideoMaking, path: string, options?: CallOptions): Promise<WireVideo> {
    const file = await openLocalFile(path);
    try {
      return await this.#http.post("/videos.json", {
        query: { ...input },
        body: fileForm(file),
        schema: wireVideo,
        timeoutMs: Number.POSITIVE_INFINITY,
        ...options,
      });
    } finally {
      await file.close();
    }
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
