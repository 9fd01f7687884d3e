import type { Http } from "../http.ts";
import { path } from "../path.ts";
import type { CallOptions } from "../provider.ts";
import {
  type WireVideo,
  type WireVideoPage,
  type WireVideoStatus,
  wireVideo,
  wireVideoPage,
  wireVideoStatus,
} from "./wire.ts";

export interface VideoQuery {
  readonly title?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly metadata?: Readonly<Record<string, string>>;
  readonly liveStreamId?: string;
  readonly sortBy?: "title" | "createdAt" | "publishedAt" | "updatedAt";
  readonly sortOrder?: "asc" | "desc";
  /** From 1. */
  readonly currentPage?: number;
  /** 1 to 100. */
  readonly pageSize?: number;
}

/** Videos: https://docs.api.video/reference/api/Videos */
export class VideosResource {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  page({ tags, metadata = {}, ...query }: VideoQuery = {}, options?: CallOptions): Promise<WireVideoPage> {
    const pairs = Object.entries(metadata).map(([key, value]) => [`metadata[${key}]`, value] as const);
    const nested = { ...(tags && { "tags[]": tags }), ...Object.fromEntries(pairs) };
    return this.#http.get("/videos", { query: { ...query, ...nested }, schema: wireVideoPage, ...options });
  }

  get(videoId: string, options?: CallOptions): Promise<WireVideo> {
    return this.#http.get(path`/videos/${videoId}`, { schema: wireVideo, ...options });
  }

  status(videoId: string, options?: CallOptions): Promise<WireVideoStatus> {
    return this.#http.get(path`/videos/${videoId}/status`, { schema: wireVideoStatus, ...options });
  }

  async remove(videoId: string, options?: CallOptions): Promise<void> {
    await this.#http.delete(path`/videos/${videoId}`, options);
  }
}
