import type { Http } from "../http.ts";
import { path } from "../path.ts";
import type { CallOptions } from "../provider.ts";
import { type FilePart, toForm } from "./file-part.ts";
import { type PageQuery, walk } from "./page-query.ts";
import { type WireLiveStream, wireLiveStream, wireLiveStreamPage } from "./wire/live-streams.ts";
import type { WirePage } from "./wire/page.ts";

export interface LiveStreamProperties {
  readonly name?: string;
  readonly public?: boolean;
  readonly playerId?: string | null;
  /** At most five places that the broadcast is passed on to. */
  readonly restreams?: readonly {
    readonly name: string;
    readonly serverUrl: string;
    readonly streamKey: string;
  }[];
}

export interface LiveStreamQuery extends PageQuery {
  readonly streamKey?: string;
  readonly name?: string;
  readonly sortBy?: "name" | "createdAt" | "updatedAt";
}

/** Live streams: https://docs.api.video/reference/api/Live-Streams */
export class LiveStreamsResource {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  create(stream: LiveStreamProperties & { name: string }, options?: CallOptions): Promise<WireLiveStream> {
    return this.#http.post("/live-streams", { json: stream, schema: wireLiveStream, ...options });
  }

  page(query: LiveStreamQuery = {}, options?: CallOptions): Promise<WirePage<WireLiveStream>> {
    return this.#http.get("/live-streams", { query: { ...query }, schema: wireLiveStreamPage, ...options });
  }

  list(query: LiveStreamQuery = {}, options?: CallOptions): AsyncGenerator<WireLiveStream> {
    return walk((at) => this.page({ ...query, ...at }, options));
  }

  get(liveStreamId: string, options?: CallOptions): Promise<WireLiveStream> {
    return this.#http.get(path`/live-streams/${liveStreamId}`, { schema: wireLiveStream, ...options });
  }

  update(
    liveStreamId: string,
    changes: LiveStreamProperties,
    options?: CallOptions,
  ): Promise<WireLiveStream> {
    return this.#http.patch(path`/live-streams/${liveStreamId}`, {
      json: changes,
      schema: wireLiveStream,
      ...options,
    });
  }

  async remove(liveStreamId: string, options?: CallOptions): Promise<void> {
    await this.#http.delete(path`/live-streams/${liveStreamId}`, options);
  }

  uploadThumbnail(liveStreamId: string, picture: FilePart, options?: CallOptions): Promise<WireLiveStream> {
    return this.#http.post(path`/live-streams/${liveStreamId}/thumbnail`, {
      multipart: toForm(picture),
      schema: wireLiveStream,
      ...options,
    });
  }

  removeThumbnail(liveStreamId: string, options?: CallOptions): Promise<WireLiveStream> {
    return this.#http.delete(path`/live-streams/${liveStreamId}/thumbnail`, {
      schema: wireLiveStream,
      ...options,
    });
  }

  /** Ends a running broadcast; its recording becomes a video. */
  async complete(liveStreamId: string, options?: CallOptions): Promise<void> {
    await this.#http.put(path`/live-streams/${liveStreamId}/complete`, options);
  }
}
