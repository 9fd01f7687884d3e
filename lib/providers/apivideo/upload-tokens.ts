import type { Http } from "../http.ts";
import { path } from "../path.ts";
import type { CallOptions } from "../provider.ts";
import { type PageQuery, walk } from "./page-query.ts";
import type { WirePage } from "./wire/page.ts";
import { type WireUploadToken, wireUploadToken, wireUploadTokenPage } from "./wire/upload-tokens.ts";

export interface UploadTokenQuery extends PageQuery {
  readonly sortBy?: "createdAt" | "ttl";
}

/** Upload tokens: https://docs.api.video/reference/api/Upload-Tokens */
export class UploadTokensResource {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** @param ttlSeconds 0 for a token that lives for ever */
  create(ttlSeconds: number, options?: CallOptions): Promise<WireUploadToken> {
    return this.#http.post("/upload-tokens", {
      json: { ttl: ttlSeconds },
      schema: wireUploadToken,
      ...options,
    });
  }

  page(query: UploadTokenQuery = {}, options?: CallOptions): Promise<WirePage<WireUploadToken>> {
    return this.#http.get("/upload-tokens", { query: { ...query }, schema: wireUploadTokenPage, ...options });
  }

  list(query: UploadTokenQuery = {}, options?: CallOptions): AsyncGenerator<WireUploadToken> {
    return walk((at) => this.page({ ...query, ...at }, options));
  }

  get(uploadToken: string, options?: CallOptions): Promise<WireUploadToken> {
    return this.#http.get(path`/upload-tokens/${uploadToken}`, { schema: wireUploadToken, ...options });
  }

  async remove(uploadToken: string, options?: CallOptions): Promise<void> {
    await this.#http.delete(path`/upload-tokens/${uploadToken}`, options);
  }
}
