import type { WirePage } from "./wire/page.ts";

export interface PageQuery {
  /** From 1. */
  readonly currentPage?: number;
  /** 1 to 100. */
  readonly pageSize?: number;
  readonly sortOrder?: "asc" | "desc";
}

/** Whether there is a page after this one: only the links are certain. */
export const hasNextPage = ({ pagination }: Pick<WirePage<unknown>, "pagination">) =>
  pagination.links.some((link) => link.rel === "next");

/** Walks every page, as large as they come: `for await (const webhook of walk((at) => webhooks.page(at)))`. */
export async function* walk<Item>(
  page: (query: { currentPage: number; pageSize: number }) => Promise<WirePage<Item>>,
): AsyncGenerator<Item> {
  for (let currentPage = 1; ; currentPage++) {
    const read = await page({ currentPage, pageSize: 100 });
    yield* read.data;
    if (!hasNextPage(read)) return;
  }
}
