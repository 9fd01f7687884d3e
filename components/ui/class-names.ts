import { type ClassValue, clsx } from "clsx";

/** Which property a class sets, by its beginning: the named group, or what the parentheses caught. */
const groups: readonly (readonly [pattern: RegExp, group?: string])[] = [
  [/^(min-w|max-w|min-h|max-h|gap-x|gap-y|inset-x|inset-y|opacity|basis|leading|tracking)-/],
  [/^(size|w|h|p|px|py|ps|pe|pt|pb|m|mx|my|ms|me|mt|mb|gap|z|top|bottom|start|end|inset)-/],
  [/^rounded(-(none|sm|md|lg|full))?$/, "rounded"],
  [/^text-(xs|sm|base|lg|xl|2xl|\[(length:|[\d.]).*\])$/, "text-size"],
  [/^text-(start|end|left|right|center|justify)$/, "text-align"],
  [/^text-(wrap|nowrap|balance|pretty)$/, "text-wrap"],
  [/^text-/, "text-colour"],
  [/^font-(normal|medium|semibold|bold)$/, "font-weight"],
  [/^font-(sans|mono)$/, "font-family"],
  [/^bg-linear-/, "bg-image"],
  [/^bg-/, "bg"],
  [/^border(-[024])?$/, "border-width"],
  [/^border-(solid|dashed|dotted|none)$/, "border-style"],
  [/^(border-[xytblrse])(-.*)?$/],
  [/^border-/, "border-colour"],
  [/^shadow/, "shadow"],
  [/^(block|inline-block|inline|flex|inline-flex|grid|inline-grid|contents|hidden)$/, "display"],
  [/^(static|fixed|absolute|relative|sticky)$/, "position"],
  [/^flex-(row|col)(-reverse)?$/, "flex-direction"],
  [/^(items|justify-items|justify|content|self|place-items|place-content|whitespace|overflow|animate)-/],
  [/^(shrink|grow)(-0)?$/],
  [/^(grid-cols|grid-rows|col-span|row-span)-/],
];

/** What a property written as one overrules of what was written in parts. */
const clearedBy: Readonly<Record<string, readonly string[]>> = {
  size: ["w", "h"],
  p: ["px", "py", "ps", "pe", "pt", "pb"],
  px: ["ps", "pe"],
  py: ["pt", "pb"],
  m: ["mx", "my", "ms", "me", "mt", "mb"],
  mx: ["ms", "me"],
  my: ["mt", "mb"],
  inset: ["inset-x", "inset-y", "top", "bottom", "start", "end"],
  "inset-x": ["start", "end"],
  "inset-y": ["top", "bottom"],
};

const known = new Map<string, string | undefined>();

/** `variants:group`, or undefined for a class that replaces nothing. */
function groupOf(name: string): string | undefined {
  if (known.has(name)) return known.get(name);
  const at = lastColon(name) + 1;
  const utility = name.slice(at).replace(/^-/, "");
  let group: string | undefined;
  for (const [pattern, named] of groups) {
    const match = pattern.exec(utility);
    if (!match) continue;
    group = name.slice(0, at) + (named ?? match[1]);
    break;
  }
  known.set(name, group);
  return group;
}

/** Colons inside brackets are part of a value: `[&>svg]:size-4` has one variant, `text-[length:inherit]` none. */
function lastColon(name: string): number {
  let depth = 0;
  for (let at = name.length - 1; at >= 0; at -= 1) {
    const letter = name[at];
    if (letter === "]" || letter === ")") depth += 1;
    else if (letter === "[" || letter === "(") depth -= 1;
    else if (letter === ":" && depth === 0) return at;
  }
  return -1;
}

const merged = new Map<string, string>();
/** Class names are written in the sources, so there are few; this only guards against ones that are computed. */
const mergedAtMost = 5_000;

/** Joins class names; where two set the same property under the same variants, the later wins. */
export function cn(...values: ClassValue[]): string {
  const joined = clsx(values);
  const before = merged.get(joined);
  if (before !== undefined) return before;
  const result = merge(joined.split(" "));
  if (merged.size < mergedAtMost) merged.set(joined, result);
  return result;
}

function merge(names: readonly string[]): string {
  const taken = new Set<string>();
  const kept: string[] = [];
  for (const name of names.toReversed()) {
    const group = groupOf(name);
    if (group === undefined) {
      kept.push(name);
      continue;
    }
    if (taken.has(group)) continue;
    taken.add(group);
    const at = lastColon(group);
    for (const other of clearedBy[group.slice(at + 1)] ?? []) taken.add(`${group.slice(0, at + 1)}${other}`);
    kept.push(name);
  }
  return kept.reverse().join(" ").trim();
}
