import { z } from "zod";
import { pageOf, text } from "./page.ts";

/** `expiresAt` is null for a token that lives for ever (`ttl` 0). */
export const wireUploadToken = z.looseObject({
  token: z.string(),
  ttl: z.number().nullish(),
  createdAt: text,
  expiresAt: text,
});
export type WireUploadToken = z.output<typeof wireUploadToken>;

export const wireUploadTokenPage = pageOf(wireUploadToken);
