import { allowedFilters, allowedX264Options } from "./command-rules.ts";

/** The first of x264's options (`a=1:b=2`) that is not allowed; undefined when all are. */
export function findForbiddenX264Option(text: string): string | undefined {
  return text
    .split(":")
    .find((option) => !/^[a-z0-9-]+(=[a-z0-9.,+-]{1,60})?$/i.test(option) || !isAllowedX264Option(option));
}

const isAllowedX264Option = (option: string) => allowedX264Options.has(option.split("=")[0] ?? "");

/** The first filter of a graph that is not allowed; undefined when all are. */
export function findForbiddenFilter(graph: string): string | undefined {
  return toFilters(graph).find((filter) => {
    const named = /^\s*(?:\[[A-Za-z0-9_:]*\]\s*)*([A-Za-z0-9_]+)(@[A-Za-z0-9_]+)?\s*(=|\[|$)/.exec(
      filter,
    )?.[1];
    return named === undefined || !allowedFilters.has(named);
  });
}

/** A graph's filters: `,` and `;` part them, but within quotes and after a backslash. */
function toFilters(graph: string): string[] {
  const filters: string[] = [""];
  let isQuoted = false;
  for (let index = 0; index < graph.length; index++) {
    const character = graph.charAt(index);
    const last = filters.length - 1;
    if (character === "\\" && !isQuoted) filters[last] += character + graph.charAt(++index);
    else if (!isQuoted && (character === "," || character === ";")) filters.push("");
    else {
      if (character === "'") isQuoted = !isQuoted;
      filters[last] += character;
    }
  }
  return filters;
}
