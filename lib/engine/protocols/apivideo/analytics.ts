import type { Engine } from "../../engine.ts";
import {
  type AnalyticsFilter,
  dimensions,
  known,
  parseAnalyticsFilter,
  parseBucketSort,
} from "./analytics-query.ts";
import type { ApivideoApp } from "./app.ts";
import { oneOf, type Paging, sliceOf, toPage } from "./paging.ts";
import { jsonResponse } from "./problems.ts";
import type { ApivideoServices } from "./services.ts";
import { toAtom } from "./times.ts";

/** What can be asked of each metric as one number. */
const aggregations: Readonly<Record<string, readonly string[]>> = {
  play: ["count", "rate", "total"],
  start: ["count"],
  end: ["count"],
  impression: ["count"],
  "impression-time": ["average", "sum"],
  "watch-time": ["average", "sum"],
  ccv: ["peak", "live", "average"],
  view: ["count"],
};
const bucketMetrics = [
  "play",
  "play-rate",
  "play-total",
  "start",
  "end",
  "impression",
  "impression-time",
  "watch-time",
  "ccv-peak",
  "ccv-average",
  "view",
] as const;
const seriesMetrics = bucketMetrics.filter((metric) => metric !== "play-total");

/**
 * A metric over events of the player, as SQL. Concurrent viewers are the sessions that were heard of in a minute;
 * only names and numbers of ours stand in it.
 */
function metricSql(metric: string, { isUnique, viewSeconds }: AnalyticsFilter): string {
  const count = (kind: string) => `count(*) FILTER (WHERE kind = '${kind}')`;
  const who = isUnique ? "viewer" : "session_id";
  switch (metric) {
    case "play":
    case "play-total":
      return count("play");
    case "play-rate":
      return `coalesce(${count("play")}::float / nullif(${count("impression")}, 0), 0)`;
    case "start":
      return "count(DISTINCT session_id) FILTER (WHERE kind = 'play')";
    case "end":
      return count("end");
    case "impression":
      return count("impression");
    case "impression-time-average":
      return "coalesce(avg(amount) FILTER (WHERE kind = 'impression'), 0)";
    case "impression-time":
      return "coalesce(sum(amount) FILTER (WHERE kind = 'impression'), 0)";
    case "watch-time-average":
      return `coalesce(sum(amount) FILTER (WHERE kind = 'watch')
        / nullif(count(DISTINCT session_id) FILTER (WHERE kind = 'watch'), 0), 0)`;
    case "watch-time":
      return "coalesce(sum(amount) FILTER (WHERE kind = 'watch'), 0)";
    case "view":
      return `count(DISTINCT ${who}) FILTER (WHERE watched >= ${viewSeconds})`;
    default:
      // ccv: the peak and the average are taken over minutes around this.
      return `count(DISTINCT ${who})`;
  }
}

const columnOf = (metric: string, aggregation: string) =>
  metric.endsWith("-time") && aggregation === "average"
    ? `${metric}-average`
    : metric === "play" && aggregation === "rate"
      ? "play-rate"
      : metric;

/** Analytics: https://docs.api.video/reference/api/Analytics */
export function mountAnalytics(app: ApivideoApp, { engine }: ApivideoServices): void {
  app.get("/data/metrics/:metric/:aggregation", async (c) => {
    const metric = known(c.req.param("metric"), Object.keys(aggregations));
    const aggregation = known(c.req.param("aggregation"), aggregations[metric] ?? []);
    const filter = filterOf(engine, c.req.url);
    const data =
      metric === "ccv"
        ? await readConcurrency(engine, filter, aggregation)
        : await readNumber(engine, filter, metricSql(columnOf(metric, aggregation), filter));
    return jsonResponse({ context: { metric, aggregation, timeframe: toTimeframe(filter) }, data });
  });

  app.get("/data/buckets/:metric/:breakdown", async (c) => {
    const metric = known(c.req.param("metric"), bucketMetrics);
    const breakdown = known(c.req.param("breakdown"), Object.keys(dimensions) as (keyof typeof dimensions)[]);
    const url = new URL(c.req.url);
    const filter = filterOf(engine, c.req.url);
    const sort = parseBucketSort(url.searchParams, "dimensionValue");
    const { rows, total } = await readGroups(engine, filter, {
      group: dimensions[breakdown],
      value: metricSql(metric, filter),
      isPerMinute: metric.startsWith("ccv") ? metric : undefined,
      ...sort,
    });
    const data = rows.map(({ bucket, value }) => ({ metricValue: Number(value), dimensionValue: bucket }));
    return jsonResponse({
      context: { metric, breakdown, timeframe: toTimeframe(filter) },
      ...toPage(url, sort, data, total),
    });
  });

  app.get("/data/timeseries/:metric", async (c) => {
    const metric = known(c.req.param("metric"), seriesMetrics);
    const url = new URL(c.req.url);
    const filter = filterOf(engine, c.req.url);
    const interval = oneOf("interval", url.searchParams, ["minute", "hour", "day"]) ?? "hour";
    const sort = parseBucketSort(url.searchParams, "emittedAt");
    const { rows, total } = await readGroups(engine, filter, {
      group: `to_char(date_trunc('${interval}', at AT TIME ZONE 'UTC'), 'YYYY-MM-DD"T"HH24:MI:SS"+00:00"')`,
      value: metricSql(metric, filter),
      isPerMinute: metric.startsWith("ccv") ? metric : undefined,
      ...sort,
    });
    const data = rows.map(({ bucket, value }) => ({ emittedAt: bucket, metricValue: Number(value) }));
    return jsonResponse({
      context: { metric, interval, timeframe: toTimeframe(filter) },
      ...toPage(url, sort, data, total),
    });
  });
}

const filterOf = (engine: Engine, url: string) =>
  parseAnalyticsFilter(new URL(url).searchParams, engine.clock.now());

const toTimeframe = ({ from, to }: AnalyticsFilter) => ({ from: toAtom(from), to: toAtom(to) });

/** The events in question, each with how long its session was watched. Values are parameters, names are ours. */
function selectEvents({ from, to, conditions, tag }: AnalyticsFilter): {
  sql: string;
  parameters: unknown[];
} {
  const parameters: unknown[] = ["apivideo", from.toISOString(), to.toISOString()];
  const where = ["account_id = $1", "at >= $2::timestamptz", "at < $3::timestamptz"];
  for (const { column, values } of conditions) {
    parameters.push(values);
    where.push(`${column} = ANY($${parameters.length}::text[])`);
  }
  if (tag !== undefined) {
    parameters.push(JSON.stringify([tag]));
    where.push(
      `media_id IN (SELECT asset_id FROM asset WHERE account_id = 'apivideo' AND details -> 'tags' @> $${parameters.length}::jsonb)`,
    );
  }
  const sql = `SELECT *, sum(amount) FILTER (WHERE kind = 'watch') OVER (PARTITION BY session_id) AS watched
    FROM apivideo_player_event WHERE ${where.join(" AND ")}`;
  return { sql, parameters };
}

async function readNumber(engine: Engine, filter: AnalyticsFilter, value: string): Promise<number> {
  const { sql, parameters } = selectEvents(filter);
  const [row] = await engine.db.query<{ value: unknown }>(
    `SELECT ${value} AS value FROM (${sql}) AS event`,
    parameters,
  );
  return Number(row?.value ?? 0);
}

/** Viewers at once: the most, the mean of the minutes that had any, or those of the last minute. */
async function readConcurrency(
  engine: Engine,
  filter: AnalyticsFilter,
  aggregation: string,
): Promise<number> {
  const now = engine.clock.now();
  const range =
    aggregation === "live" ? { ...filter, from: new Date(now.getTime() - 60_000), to: now } : filter;
  const { sql, parameters } = selectEvents(range);
  const outer = aggregation === "average" ? "avg" : "max";
  const [row] = await engine.db.query<{ value: unknown }>(
    `SELECT coalesce(${outer}(viewers), 0) AS value FROM (
       SELECT ${metricSql("ccv", filter)} AS viewers FROM (${sql}) AS event GROUP BY date_trunc('minute', at)) AS minute`,
    parameters,
  );
  return Number(row?.value ?? 0);
}

async function readGroups(
  engine: Engine,
  filter: AnalyticsFilter,
  query: Paging & {
    group: string;
    value: string;
    isPerMinute: string | undefined;
    sortBy: string;
    sortOrder: "asc" | "desc";
  },
): Promise<{ rows: { bucket: string; value: unknown }[]; total: number }> {
  const { sql, parameters } = selectEvents(filter);
  const { offset, limit } = sliceOf(query);
  const outer = query.isPerMinute === "ccv-average" ? "avg" : "max";
  const grouped = query.isPerMinute
    ? `SELECT bucket, ${outer}(value) AS value FROM (
         SELECT ${query.group} AS bucket, ${query.value} AS value
         FROM (${sql}) AS event GROUP BY 1, date_trunc('minute', at)) AS minute GROUP BY 1`
    : `SELECT ${query.group} AS bucket, ${query.value} AS value FROM (${sql}) AS event GROUP BY 1`;
  const order = query.sortBy === "metricValue" ? "value" : "bucket";
  const rows = await engine.db.query<{ bucket: string; value: unknown; total: number }>(
    `SELECT *, count(*) OVER ()::int AS total FROM (${grouped}) AS grouped
     ORDER BY ${order} ${query.sortOrder}, bucket LIMIT ${limit} OFFSET ${offset}`,
    parameters,
  );
  return { rows, total: rows[0]?.total ?? 0 };
}
