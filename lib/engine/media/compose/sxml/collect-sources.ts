import type { Filter, Medium, Movie, Node } from "./movie.ts";
import { type Position, Problems } from "./problems.ts";

/** A file that a definition names, at the place where it does so first. */
export interface NamedSource {
  readonly url: string;
  readonly at: Position;
  readonly element: "image" | "video" | "audio";
}

export const mostSources = 500;

/** Every file of a film, each once, in the order of their first naming. Throws `SxmlError` for more than 500. */
export function collectSources(movie: Movie): NamedSource[] {
  const found = new Map<string, NamedSource>();
  const problems = new Problems();
  const add = (source: NamedSource) => {
    const known = found.get(source.url);
    if (!known) {
      if (found.size === mostSources) {
        problems.add(source.at, `a film takes at most ${mostSources} different files`);
      }
      found.set(source.url, source);
    } else if ((known.element === "image") !== (source.element === "image")) {
      problems.add(
        source.at,
        `<${source.element}>: line ${known.at.line} takes the same file for <${known.element}>`,
      );
    }
  };
  visitNode(movie.body, add);
  problems.throwIfAny();
  return [...found.values()];
}

type Add = (source: NamedSource) => void;

function visitNode(node: Node, add: Add): void {
  switch (node.kind) {
    case "sequence":
      for (const item of node.items) visitNode(item, add);
      break;
    case "stack":
      for (const child of node.children) visitNode(child, add);
      break;
    case "effect":
      for (const medium of node.media) visitMedium(medium, add);
      break;
    case "overlay":
      visitMedium(node.medium, add);
      break;
    case "audio":
      add({ url: node.url, at: node.at, element: "audio" });
      break;
    case "text":
      break;
  }
  visitFilters(node.filters, add);
}

function visitMedium(medium: Medium, add: Add): void {
  if (medium.kind === "node") visitNode(medium.node, add);
  else if (medium.kind !== "color") add({ url: medium.url, at: medium.at, element: medium.kind });
  visitFilters(medium.filters, add);
}

function visitFilters(filters: readonly Filter[], add: Add): void {
  for (const { medium } of filters) if (medium) visitMedium(medium, add);
}
