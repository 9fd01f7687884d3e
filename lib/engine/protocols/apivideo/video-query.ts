import { invalidQueryParameter, outOfRange } from "./problems.ts";

export const sortFields = ["title", "createdAt", "publishedAt", "updatedAt"] as const;

export interface VideoListQuery {
  readonly currentPage: number;
  readonly pageSize: number;
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
  return {
    ...parsePaging(parameters),
    title: parameters.get("title") ?? undefined,
    description: parameters.get("description") ?? undefined,
    liveStreamId: parameters.get("liveStreamId") ?? undefined,
    tags: [...parameters].flatMap(([name, value]) => (/^tags(\[\d*\])?$/.test(name) ? [value] : [])),
    metadata: [...parameters].flatMap(([name, value]) => {
      const key = /^metadata\[(.+)\]$/.exec(name)?.[1];
      return key === undefined ? [] : [{ key, value }];
    }),
    sortBy: oneOf("sortBy", parameters, sortFields) ?? "createdAt",
    sortOrder: oneOf("sortOrder", parameters, ["asc", "desc"] as const) ?? "desc",
  };
}

export function parsePaging(parameters: URLSearchParams): { currentPage: number; pageSize: number } {
  return {
    currentPage: within("currentPage", parameters, { min: 1 }) ?? 1,
    pageSize: within("pageSize", parameters, { min: 1, max: 100 }) ?? 25,
  };
}

function within(name: string, parameters: URLSearchParams, range: { min: number; max?: number }) {
  const given = parameters.get(name);
  if (given === null) return undefined;
  const value = /^\d{1,9}$/.test(given) ? Number(given) : Number.NaN;
  if (!(value >= range.min && value <= (range.max ?? Number.MAX_SAFE_INTEGER))) throw outOfRange(name, range);
  return value;
}

function oneOf<const Choice extends string>(
  name: string,
  parameters: URLSearchParams,
  choices: readonly Choice[],
): Choice | undefined {
  const given = parameters.get(name);
  if (given === null) return undefined;
  const choice = choices.find((one) => one === given);
  if (!choice) throw invalidQueryParameter(name, `"${name}" must be one of: ${choices.join(", ")}.`);
  return choice;
}

/** The frame around every list. Links are relative and keep the query's other parameters. */
export function toPagination(
  url: URL,
  page: { currentPage: number; pageSize: number; items: number; total: number },
) {
  const pagesTotal = Math.max(1, Math.ceil(page.total / page.pageSize));
  const link = (rel: string, currentPage: number) => {
    const parameters = new URLSearchParams(url.search);
    parameters.set("currentPage", String(currentPage));
    parameters.set("pageSize", String(page.pageSize));
    return { rel, uri: `${url.pathname}?${parameters}` };
  };
  return {
    currentPage: page.currentPage,
    currentPageItems: page.items,
    pageSize: page.pageSize,
    pagesTotal,
    itemsTotal: page.total,
    links: [
      link("self", page.currentPage),
      link("first", 1),
      ...(page.currentPage > 1 ? [link("previous", page.currentPage - 1)] : []),
      ...(page.currentPage < pagesTotal ? [link("next", page.currentPage + 1)] : []),
      link("last", pagesTotal),
    ],
  };
}
