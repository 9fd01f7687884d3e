import { z } from "zod";
import { pageOf, text } from "./page.ts";

export const wireWatermark = z.looseObject({
  watermarkId: z.string(),
  createdAt: text,
  /** Our engine only: the service shows no watermark again. */
  reelyard: z.looseObject({ picture: z.string() }).optional(),
});
export type WireWatermark = z.output<typeof wireWatermark>;

export const wireWatermarkPage = pageOf(wireWatermark);
