import { isStorableText } from "./attributes.ts";
import { type Paging, parsePaging, parseSort, textParameter } from "./paging.ts";
import { invalidQueryParameter } from "./problems.ts";

export const sortFields = ["title", "createdAt", "publishedAt", "updatedAt"] as const;

export interface VideoListQuery extends Paging {
  readonly title: string | undefined;
  readonly description: string | undefined;
  /** A video must have each of them. */
  readonly tags: readonly string[];
  readonly metadata: readonly { readonly key: string; readonly value: string }[];
  readonly liveStreamId: string | undefined;
  readonly sortBy: (typeof sortFields)[number];
  readonly sortOrder: "asc" | "desc";
}

/** Reads the query of `GET /videos`. Throws 400 naming the parameter at fault. */
export function parseVideoListQuery(parameters: URLSearchParams): VideoListQuery {
  for (const [name, value] of parameters) {
    if (!isStorableText(name + value)) throw invalidQueryParameter(name, "A parameter is not a text.");
  }
  return {
    ...parsePaging(parameters),
    title: textParameter("title", parameters),
    description: textParameter("description", parameters),
    liveStreamId: textParameter("liveStreamId", parameters),
    tags: [...parameters].flatMap(([name, value]) => (/^tags(\[\d*\])?$/.test(name) ? [value] : [])),
    metadata: [...parameters].flatMap(([name, value]) => {
      const key = /^metadata\[(.+)\]$/.exec(name)?.[1];
      return key === undefined ? [] : [{ key, value }];
    }),
    ...parseSort(parameters, sortFields, "createdAt"),
  };
}
