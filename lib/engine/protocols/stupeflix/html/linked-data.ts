import type { Hit } from "./scrape-page.ts";

interface Found {
  readonly type: Hit["type"];
  readonly url: string;
  readonly width: unknown;
  readonly height: unknown;
}

const imageProperties = new Set([
  "image",
  "thumbnailUrl",
  "thumbnail",
  "logo",
  "photo",
  "primaryImageOfPage",
]);
const videoProperties = new Set(["video", "trailer"]);
const mostDepth = 20;
const mostVisited = 20_000;

/** Pictures and videos of a JSON-LD text (schema.org); none in one that is no JSON. */
export function findLinkedData(text: string): Found[] {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    return [];
  }
  const found: Found[] = [];
  let visited = 0;
  visit(root, undefined, 0);
  return found;

  function visit(value: unknown, as: Hit["type"] | undefined, depth: number): void {
    if (depth > mostDepth || ++visited > mostVisited) return;
    if (typeof value === "string") {
      if (as) found.push({ type: as, url: value, width: undefined, height: undefined });
    } else if (Array.isArray(value)) {
      for (const item of value) visit(item, as, depth + 1);
    } else if (typeof value === "object" && value !== null) {
      visitObject(value as Readonly<Record<string, unknown>>, as, depth);
    }
  }

  function visitObject(
    object: Readonly<Record<string, unknown>>,
    as: Hit["type"] | undefined,
    depth: number,
  ): void {
    const kind = [object["@type"]].flat().find((type) => type === "ImageObject" || type === "VideoObject");
    const type = kind === "ImageObject" ? "image" : kind === "VideoObject" ? "video" : as;
    const url = object.contentUrl ?? (type === "image" ? object.url : undefined);
    if (type && typeof url === "string") {
      found.push({ type, url, width: sideOf(object.width), height: sideOf(object.height) });
    }
    for (const [name, value] of Object.entries(object)) {
      const inside = imageProperties.has(name) ? "image" : videoProperties.has(name) ? "video" : undefined;
      if (inside === "video" && typeof value === "string") visit(value, "video", depth + 1);
      else if (typeof value === "object" || inside === "image") visit(value, inside, depth + 1);
    }
  }
}

/** A number, or a QuantitativeValue. */
const sideOf = (side: unknown): unknown =>
  typeof side === "object" && side !== null && "value" in side ? side.value : side;
