import type { Http } from "../http.ts";
import type { CallOptions } from "../provider.ts";
import { type PageQuery, walk } from "./page-query.ts";
import type { WirePage } from "./wire/page.ts";
import { type WireTag, wireTagPage } from "./wire/tags.ts";

export interface TagQuery extends PageQuery {
  /** Part of a tag, whatever its case and accents. */
  readonly value?: string;
  readonly sortBy?: "value" | "videoCount";
}

/** Tags: https://docs.api.video/reference/api/Tags */
export class TagsResource {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  page(query: TagQuery = {}, options?: CallOptions): Promise<WirePage<WireTag>> {
    return this.#http.get("/tags", { query: { ...query }, schema: wireTagPage, ...options });
  }

  list(query: TagQuery = {}, options?: CallOptions): AsyncGenerator<WireTag> {
    return walk((at) => this.page({ ...query, ...at }, options));
  }
}
