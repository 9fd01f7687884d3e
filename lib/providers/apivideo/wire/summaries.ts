import { z } from "zod";
import { pageOf, text } from "./page.ts";

export const wireSummary = z.looseObject({
  summaryId: z.string(),
  createdAt: text,
  updatedAt: text,
  videoId: text,
  origin: text,
  /** missing, waiting, failed, completed or unprocessable. */
  sourceStatus: text,
});
export type WireSummary = z.output<typeof wireSummary>;
export const wireSummaryPage = pageOf(wireSummary);

export const wireSummarySource = z.looseObject({ abstract: text, takeaways: z.array(z.string()).nullish() });
export type WireSummarySource = z.output<typeof wireSummarySource>;
