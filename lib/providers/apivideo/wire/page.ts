import { z } from "zod";

/** `links` is all that is certain of a page's frame. */
export const wirePagination = z.looseObject({
  currentPage: z.number().int().optional(),
  currentPageItems: z.number().int().optional(),
  pageSize: z.number().int().optional(),
  pagesTotal: z.number().int().optional(),
  itemsTotal: z.number().int().optional(),
  links: z.array(z.looseObject({ rel: z.string(), uri: z.string() })),
});
export type WirePagination = z.output<typeof wirePagination>;

/** What every list answers with. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.looseObject({ data: z.array(item), pagination: wirePagination });

export interface WirePage<Item> {
  readonly data: Item[];
  readonly pagination: WirePagination;
}

/** A text that may be absent or null: only identifiers are certain on this wire. */
export const text = z.string().nullish();
