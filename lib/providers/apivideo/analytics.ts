import type { Query } from "../encoding.ts";
import type { Http } from "../http.ts";
import { path } from "../path.ts";
import type { CallOptions } from "../provider.ts";
import type { PageQuery } from "./page-query.ts";
import {
  type WireMetric,
  type WireMetricBuckets,
  type WireMetricSeries,
  wireMetric,
  wireMetricBuckets,
  wireMetricSeries,
} from "./wire/analytics.ts";

export interface AnalyticsQuery {
  /** ISO times; by default the last day. */
  readonly from?: string;
  readonly to?: string;
  readonly filterBy?: {
    readonly mediaId?: readonly string[];
    readonly mediaType?: "video" | "live-stream";
    readonly country?: readonly string[];
    readonly browser?: readonly string[];
    readonly tag?: string;
  };
}

/** Analytics: https://docs.api.video/reference/api/Analytics */
export class AnalyticsResource {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** One number, e.g. `metric("play", "count")`. */
  metric(
    metric: string,
    aggregation: string,
    query: AnalyticsQuery = {},
    options?: CallOptions,
  ): Promise<WireMetric> {
    return this.#http.get(path`/data/metrics/${metric}/${aggregation}`, {
      query: toQuery(query),
      schema: wireMetric,
      ...options,
    });
  }

  /** By a dimension, e.g. `buckets("play", "country")`. */
  buckets(
    metric: string,
    breakdown: string,
    query: AnalyticsQuery & PageQuery = {},
    options?: CallOptions,
  ): Promise<WireMetricBuckets> {
    return this.#http.get(path`/data/buckets/${metric}/${breakdown}`, {
      query: toQuery(query),
      schema: wireMetricBuckets,
      ...options,
    });
  }

  /** Over time. */
  series(
    metric: string,
    query: AnalyticsQuery & PageQuery & { interval?: "minute" | "hour" | "day" } = {},
    options?: CallOptions,
  ): Promise<WireMetricSeries> {
    return this.#http.get(path`/data/timeseries/${metric}`, {
      query: toQuery(query),
      schema: wireMetricSeries,
      ...options,
    });
  }
}

function toQuery({ filterBy = {}, ...query }: AnalyticsQuery & PageQuery & { interval?: string }): Query {
  const { mediaType, tag, mediaId, country, browser } = filterBy;
  return {
    ...query,
    ...(mediaId && { "filterBy[mediaId][]": mediaId }),
    ...(mediaType && { "filterBy[mediaType]": mediaType }),
    ...(country && { "filterBy[country][]": country }),
    ...(browser && { "filterBy[browser][]": browser }),
    ...(tag && { "filterBy[tag]": tag }),
  };
}
