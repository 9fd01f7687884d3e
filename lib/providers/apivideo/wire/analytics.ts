import { z } from "zod";
import { text, wirePagination } from "./page.ts";

const context = z.looseObject({
  metric: z.string(),
  timeframe: z.looseObject({ from: text, to: text }).nullish(),
});

export const wireMetric = z.looseObject({
  context: context.extend({ aggregation: text }),
  data: z.number(),
});
export type WireMetric = z.output<typeof wireMetric>;

export const wireMetricBuckets = z.looseObject({
  context: context.extend({ breakdown: text }),
  data: z.array(z.looseObject({ metricValue: z.number(), dimensionValue: text })),
  pagination: wirePagination,
});
export type WireMetricBuckets = z.output<typeof wireMetricBuckets>;

export const wireMetricSeries = z.looseObject({
  context: context.extend({ interval: text }),
  data: z.array(z.looseObject({ emittedAt: z.string(), metricValue: z.number() })),
  pagination: wirePagination,
});
export type WireMetricSeries = z.output<typeof wireMetricSeries>;
