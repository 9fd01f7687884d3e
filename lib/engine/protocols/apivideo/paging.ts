import { isStorableText } from "./attributes.ts";
import { invalidQueryParameter, outOfRange } from "./problems.ts";

export interface Paging {
  readonly currentPage: number;
  readonly pageSize: number;
}

export function parsePaging(parameters: URLSearchParams): Paging {
  return {
    currentPage: within("currentPage", parameters, { min: 1 }) ?? 1,
    pageSize: within("pageSize", parameters, { min: 1, max: 100 }) ?? 25,
  };
}

export const sliceOf = ({ currentPage, pageSize }: Paging) => ({
  offset: (currentPage - 1) * pageSize,
  limit: pageSize,
});

function within(name: string, parameters: URLSearchParams, range: { min: number; max?: number }) {
  const given = parameters.get(name);
  if (given === null) return undefined;
  const value = /^\d{1,9}$/.test(given) ? Number(given) : Number.NaN;
  if (!(value >= range.min && value <= (range.max ?? Number.MAX_SAFE_INTEGER))) throw outOfRange(name, range);
  return value;
}

/** `sortBy` and `sortOrder`. */
export function parseSort<const Field extends string>(
  parameters: URLSearchParams,
  fields: readonly Field[],
  first: Field,
): { sortBy: Field; sortOrder: "asc" | "desc" } {
  return {
    sortBy: oneOf("sortBy", parameters, fields) ?? first,
    sortOrder: oneOf("sortOrder", parameters, ["asc", "desc"] as const) ?? "desc",
  };
}

export function oneOf<const Choice extends string>(
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

/** A text to look for. Throws 400 for one that nothing can contain. */
export function textParameter(name: string, parameters: URLSearchParams): string | undefined {
  const given = parameters.get(name) ?? undefined;
  if (given !== undefined && !isStorableText(given)) {
    throw invalidQueryParameter(name, `"${name}" is not a text.`);
  }
  return given;
}

/** `%`, `_` and the escape sign itself stand for themselves. */
export const containing = (text: string) => `%${text.replace(/[\\%_]/g, "\\$&")}%`;

/** A page's answer: the items on the wire, and the frame around them. */
export function toPage(url: URL, paging: Paging, data: readonly object[], total: number) {
  return { data, pagination: toPagination(url, { ...paging, items: data.length, total }) };
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
