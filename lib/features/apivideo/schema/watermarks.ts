import { z } from "zod";
import { assetInput, connectionInput, id } from "../schema.ts";

export const watermark = z.object({
  watermarkId: z.string(),
  createdAt: z.string().nullable(),
  /** Null where the service does not show it again. */
  pictureUrl: z.string().nullable(),
});
export type Watermark = z.output<typeof watermark>;
export const watermarkList = z.array(watermark);
export const uploadWatermarkInput = connectionInput.extend({
  fileName: z.string().max(255).default("picture"),
});
export const removeWatermarkInput = connectionInput.extend({ watermarkId: id });

export const corners = ["top-left", "top-right", "bottom-left", "bottom-right"] as const;
/** A watermark is laid over a video when it is made: a copy gets one. */
export const copyVideoInput = assetInput.extend({
  title: z.string().trim().min(1, "Give it a title.").max(255, "Use at most 255 characters."),
  watermarkId: id.nullable(),
  corner: z.enum(corners).default("bottom-right"),
  /** Of the picture's width. */
  widthPercent: z.number().int().min(1, "At least 1.").max(100, "At most 100.").default(15),
  opacityPercent: z.number().int().min(1, "At least 1.").max(100, "At most 100.").default(100),
});
export type CopyVideoInput = z.output<typeof copyVideoInput>;
