import { z } from "zod";

/** v2 and v3.0 answer a bare array, v3.1 an object around it (`telestream.md` §1). */
export function wireListOf<Item extends z.ZodType>(name: string, item: Item) {
  const wrapped = z.object({ [name]: z.array(item) }).transform((answer) => answer[name] ?? []);
  return z.union([z.array(item), wrapped]);
}

export interface PageQuery {
  /** From 1. */
  readonly page?: number;
  /** 1 to 100, default 100. */
  readonly per_page?: number;
}
