import { z } from "zod";
import { pageOf, text } from "./page.ts";

const flag = z.boolean().nullish();

export const wirePlayer = z.looseObject({
  playerId: z.string(),
  name: text,
  text,
  link: text,
  linkHover: text,
  linkActive: text,
  trackPlayed: text,
  trackUnplayed: text,
  trackBackground: text,
  backgroundTop: text,
  backgroundBottom: text,
  backgroundText: text,
  enableApi: flag,
  enableControls: flag,
  forceAutoplay: flag,
  hideTitle: flag,
  forceLoop: flag,
  createdAt: text,
  updatedAt: text,
  assets: z.looseObject({ logo: text, link: text }).nullish(),
});
export type WirePlayer = z.output<typeof wirePlayer>;

export const wirePlayerPage = pageOf(wirePlayer);
