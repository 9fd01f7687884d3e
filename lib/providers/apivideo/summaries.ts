import type { Http } from "../http.ts";
import { path } from "../path.ts";
import type { CallOptions } from "../provider.ts";
import { type PageQuery, walk } from "./page-query.ts";
import type { WirePage } from "./wire/page.ts";
import {
  type WireSummary,
  type WireSummarySource,
  wireSummary,
  wireSummaryPage,
  wireSummarySource,
} from "./wire/summaries.ts";

export interface SummaryQuery extends PageQuery {
  readonly videoId?: string;
  readonly origin?: "auto" | "api";
  readonly sourceStatus?: "missing" | "waiting" | "failed" | "completed" | "unprocessable";
  readonly sortBy?: "createdAt" | "updatedAt" | "videoId";
}

/** Summaries: https://docs.api.video/reference/api/Summaries */
export class SummariesResource {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** Without `origin: "auto"` nothing is generated: fill it with `writeSource`. */
  create(
    summary: { videoId: string; origin?: "auto"; attributes?: readonly ("abstract" | "takeaways")[] },
    options?: CallOptions,
  ): Promise<WireSummary> {
    return this.#http.post("/summaries", { json: summary, schema: wireSummary, ...options });
  }

  page(query: SummaryQuery = {}, options?: CallOptions): Promise<WirePage<WireSummary>> {
    return this.#http.get("/summaries", { query: { ...query }, schema: wireSummaryPage, ...options });
  }

  list(query: SummaryQuery = {}, options?: CallOptions): AsyncGenerator<WireSummary> {
    return walk((at) => this.page({ ...query, ...at }, options));
  }

  async remove(summaryId: string, options?: CallOptions): Promise<void> {
    await this.#http.delete(path`/summaries/${summaryId}`, options);
  }

  source(summaryId: string, options?: CallOptions): Promise<WireSummarySource> {
    return this.#http.get(path`/summaries/${summaryId}/source`, { schema: wireSummarySource, ...options });
  }

  writeSource(
    summaryId: string,
    source: { abstract?: string; takeaways?: readonly string[] },
    options?: CallOptions,
  ): Promise<WireSummarySource> {
    return this.#http.patch(path`/summaries/${summaryId}/source`, {
      json: source,
      schema: wireSummarySource,
      ...options,
    });
  }
}
