import type { Http } from "../http.ts";
import { path } from "../path.ts";
import type { CallOptions } from "../provider.ts";
import { type FilePart, toForm } from "./file-part.ts";
import { type PageQuery, walk } from "./page-query.ts";
import {
  type WireVideo,
  type WireVideoPage,
  type WireVideoStatus,
  wireVideo,
  wireVideoPage,
  wireVideoStatus,
} from "./wire/videos.ts";

export interface VideoQuery extends PageQuery {
  readonly title?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly metadata?: Readonly<Record<string, string>>;
  readonly liveStreamId?: string;
  readonly sortBy?: "title" | "createdAt" | "publishedAt" | "updatedAt";
}

/** What a video has that can be changed afterwards too. */
export interface VideoProperties {
  readonly title?: string;
  readonly description?: string | null;
  readonly public?: boolean;
  readonly panoramic?: boolean;
  readonly mp4Support?: boolean;
  readonly playerId?: string | null;
  readonly tags?: readonly string[];
  readonly metadata?: readonly { readonly key: string; readonly value: string }[];
  readonly language?: string | null;
  readonly transcript?: boolean;
  readonly transcriptSummary?: boolean;
  readonly transcriptSummaryAttributes?: readonly ("abstract" | "takeaways")[];
}

export interface VideoCreation extends VideoProperties {
  readonly title: string;
  /** An address to import from, or the id of a video to clone. */
  readonly source?: string;
  readonly clip?: { readonly startTimecode?: string; readonly endTimecode?: string };
  readonly watermark?: {
    readonly id: string;
    readonly top?: string;
    readonly left?: string;
    readonly bottom?: string;
    readonly right?: string;
    readonly width?: string;
    readonly height?: string;
    readonly opacity?: string;
  };
}

/** Videos: https://docs.api.video/reference/api/Videos */
export class VideosResource {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  create(video: VideoCreation, options?: CallOptions): Promise<WireVideo> {
    return this.#http.post("/videos", { json: video, schema: wireVideo, ...options });
  }

  page(query: VideoQuery = {}, options?: CallOptions): Promise<WireVideoPage> {
    return this.#http.get("/videos", { query: toQuery(query), schema: wireVideoPage, ...options });
  }

  /** Walks every page: `for await (const video of client.videos.list()) …` */
  list(query: VideoQuery = {}, options?: CallOptions): AsyncGenerator<WireVideo> {
    return walk((at) => this.page({ ...query, ...at }, options));
  }

  get(videoId: string, options?: CallOptions): Promise<WireVideo> {
    return this.#http.get(path`/videos/${videoId}`, { schema: wireVideo, ...options });
  }

  status(videoId: string, options?: CallOptions): Promise<WireVideoStatus> {
    return this.#http.get(path`/videos/${videoId}/status`, { schema: wireVideoStatus, ...options });
  }

  /** `tags` and `metadata` replace what was there. */
  update(videoId: string, changes: VideoProperties, options?: CallOptions): Promise<WireVideo> {
    return this.#http.patch(path`/videos/${videoId}`, { json: changes, schema: wireVideo, ...options });
  }

  /** Where the account restores videos it is discarded, and gone after 90 days. */
  async remove(videoId: string, options?: CallOptions): Promise<void> {
    await this.#http.delete(path`/videos/${videoId}`, options);
  }

  /** JPEG, PNG or WebP of at most 8 MiB. */
  uploadThumbnail(videoId: string, picture: FilePart, options?: CallOptions): Promise<WireVideo> {
    const multipart = toForm(picture);
    return this.#http.post(path`/videos/${videoId}/thumbnail`, { multipart, schema: wireVideo, ...options });
  }

  /** @param timecode `hh:mm:ss`, `hh:mm:ss.ms`, `hh:mm:ss:frame` or whole seconds */
  pickThumbnail(videoId: string, timecode: string, options?: CallOptions): Promise<WireVideo> {
    return this.#http.patch(path`/videos/${videoId}/thumbnail`, {
      json: { timecode },
      schema: wireVideo,
      ...options,
    });
  }
}

/** Discarded videos: https://docs.api.video/reference/api/Videos#list-all-discarded-video-objects */
export class DiscardedVideosResource {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  page(query: VideoQuery = {}, options?: CallOptions): Promise<WireVideoPage> {
    return this.#http.get("/discarded/videos", { query: toQuery(query), schema: wireVideoPage, ...options });
  }

  list(query: VideoQuery = {}, options?: CallOptions): AsyncGenerator<WireVideo> {
    return walk((at) => this.page({ ...query, ...at }, options));
  }

  get(videoId: string, options?: CallOptions): Promise<WireVideo> {
    return this.#http.get(path`/discarded/videos/${videoId}`, { schema: wireVideo, ...options });
  }

  restore(videoId: string, options?: CallOptions): Promise<WireVideo> {
    return this.#http.patch(path`/discarded/videos/${videoId}`, {
      json: { discarded: false },
      schema: wireVideo,
      ...options,
    });
  }
}

function toQuery({ tags, metadata = {}, ...query }: VideoQuery) {
  const pairs = Object.entries(metadata).map(([key, value]) => [`metadata[${key}]`, value] as const);
  return { ...query, ...(tags && { "tags[]": tags }), ...Object.fromEntries(pairs) };
}
