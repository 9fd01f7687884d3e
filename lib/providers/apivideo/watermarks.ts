import type { Http } from "../http.ts";
import { path } from "../path.ts";
import type { CallOptions } from "../provider.ts";
import { type FilePart, toForm } from "./file-part.ts";
import { type PageQuery, walk } from "./page-query.ts";
import type { WirePage } from "./wire/page.ts";
import { type WireWatermark, wireWatermark, wireWatermarkPage } from "./wire/watermarks.ts";

export interface WatermarkQuery extends PageQuery {
  readonly sortBy?: "createdAt";
}

/** Watermarks: https://docs.api.video/reference/api/Watermarks */
export class WatermarksResource {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** JPEG or PNG. */
  upload(picture: FilePart, options?: CallOptions): Promise<WireWatermark> {
    return this.#http.post("/watermarks", { multipart: toForm(picture), schema: wireWatermark, ...options });
  }

  page(query: WatermarkQuery = {}, options?: CallOptions): Promise<WirePage<WireWatermark>> {
    return this.#http.get("/watermarks", { query: { ...query }, schema: wireWatermarkPage, ...options });
  }

  list(query: WatermarkQuery = {}, options?: CallOptions): AsyncGenerator<WireWatermark> {
    return walk((at) => this.page({ ...query, ...at }, options));
  }

  async remove(watermarkId: string, options?: CallOptions): Promise<void> {
    await this.#http.delete(path`/watermarks/${watermarkId}`, options);
  }
}
