import { z } from "zod";
import { pageOf, text } from "./page.ts";

export const wireCaption = z.looseObject({
  uri: text,
  src: text,
  srclang: z.string(),
  languageName: text,
  default: z.boolean().nullish(),
});
export type WireCaption = z.output<typeof wireCaption>;
export const wireCaptionPage = pageOf(wireCaption);

export const wireChapter = z.looseObject({ uri: text, src: text, language: z.string() });
export type WireChapter = z.output<typeof wireChapter>;
export const wireChapterPage = pageOf(wireChapter);
