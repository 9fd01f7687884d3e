import { z } from "zod";
import { pageOf, text } from "./page.ts";

export const wireWatermark = z.looseObject({ watermarkId: z.string(), createdAt: text });
export type WireWatermark = z.output<typeof wireWatermark>;

export const wireWatermarkPage = pageOf(wireWatermark);
