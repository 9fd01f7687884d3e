import type { Attributes } from "./attributes.ts";
import type { Filter, TextDecoration, TextNode, TextStyle } from "./movie.ts";
import type { XmlElement } from "./parse-xml.ts";
import type { Problems } from "./problems.ts";

type TextParts = Pick<TextNode, "type" | "content" | "placement" | "style" | "scroll" | "reference">;

const isStyleFilter = (filter: Filter) => filter.type === "distancecolor" || filter.type === "distancemap";

/** A text without its timing, which its caller reads from the same attributes; and the filters that are not its style. */
export function readText(
  attributes: Attributes,
  element: XmlElement,
  filters: readonly Filter[],
  problems: Problems,
): TextParts & { readonly filters: readonly Filter[] } {
  const type = attributes.choice("type", ["zone", "legend", "advanced"]) ?? "zone";
  attributes.required("type");
  attributes.refuseDepth();
  if (attributes.boolean("vector") === false)
    attributes.refuse("vector", "letters are always drawn from their outlines");
  for (const child of element.children) {
    if (child.name !== "filter" && child.name !== "animator") {
      problems.add(child, `<${child.name}> in <text> is not rendered`);
    }
  }
  const content = readContent(type, element.text);
  if (content.trim() === "") problems.add(element, "<text> has no text");
  return {
    type,
    content,
    placement: readPlacement(attributes, type),
    style: readStyle(attributes, type, filters, problems),
    scroll: readScroll(attributes),
    reference: type === "advanced" ? attributes.text("reference") : null,
    filters: filters.filter((filter) => !isStyleFilter(filter)),
  };
}

/** An indented definition does not mean indented text; `advanced` says that leading spaces shift a line. */
function readContent(type: TextNode["type"], text: string): string {
  if (type === "advanced") return text.replace(/^\s*\n|\s+$/g, "");
  return text
    .trim()
    .split("\n")
    .map((line) => line.trim())
    .join("\n");
}

/** An advanced text stands by its baseline in the middle of the screen. */
function readPlacement(attributes: Attributes, type: TextNode["type"]): TextNode["placement"] {
  const placement = attributes.placement();
  if (type !== "advanced") return placement;
  for (const name of Object.keys(placement))
    attributes.refuse(name, "an advanced text is placed by its align alone");
  return { top: null, bottom: null, left: null, right: null, width: null, height: null };
}

function readScroll(attributes: Attributes): TextNode["scroll"] {
  const direction = attributes.choice("direction", ["left", "right", "up", "down", "static"]);
  const speed = attributes.number("speed", { min: 0, max: 10_000 });
  if (direction && direction !== "static") return { direction, speed: speed ?? 50 };
  attributes.refuse("speed", "a text without a direction does not move");
  return null;
}

function readStyle(
  attributes: Attributes,
  type: TextNode["type"],
  filters: readonly Filter[],
  problems: Problems,
): TextStyle {
  const [horizontal, vertical] = readAlign(attributes, type);
  const weight = type === "advanced" ? readWeight(attributes) : 400;
  const slant =
    type === "advanced" ? attributes.choice("style", ["normal", "regular", "italic", "oblique"]) : null;
  if (type === "advanced") attributes.choice("stretch", ["normal"]);
  const face = type === "advanced" ? attributes.text("face") : null;
  if (attributes.has("fontname")) attributes.refuse("face", "fontname is given too");
  if (attributes.has("reference")) attributes.refuse("wrap", "the reference tells where lines end");
  const [style, second] = filters.filter((filter) => filter.type === "distancecolor");
  if (second) problems.add(second.at, "a text has one distancecolor filter");
  if (style?.colors.color) attributes.refuse("fontcolor", "the distancecolor filter has a color");
  for (const filter of filters) {
    if (isStyleFilter(filter) && filter.animators.length > 0) {
      problems.add(filter.at, "an animated text style is not rendered");
    }
  }
  return {
    horizontal,
    vertical,
    fontSize: attributes.number("fontsize", { min: 1, max: 1000 }),
    fontName: attributes.text("fontname") ?? face,
    color: style?.colors.color ?? attributes.color("fontcolor") ?? "#ffffffff",
    background: attributes.color("backgroundcolor"),
    wrap: attributes.boolean("wrap") ?? type !== "advanced",
    lineSpacing: attributes.number("interlign", { min: -2, max: 10 }) ?? 0,
    weight,
    italic: slant === "italic" || slant === "oblique",
    decoration: toDecoration(style),
  };
}

function readAlign(
  attributes: Attributes,
  type: TextNode["type"],
): [TextStyle["horizontal"], TextStyle["vertical"]] {
  const byDefault = type === "legend" ? "bottom" : "center";
  const value = attributes.text("align");
  if (value === null) return ["center", byDefault];
  const [first = "", second] = value.split(",").map((part) => part.trim());
  const horizontal = (["left", "center", "right"] as const).find((word) => word === first);
  const vertical = (["top", "center", "bottom"] as const).find(
    (word) => word === (second ?? (horizontal ? "" : first)),
  );
  if ((!horizontal && (second !== undefined || !vertical)) || (second !== undefined && !vertical)) {
    attributes.fault(
      "align",
      "align must be left, center or right, with top, center or bottom after a comma",
    );
  }
  if (vertical && type === "advanced")
    attributes.fault(
      "align",
      `align="${value}": an advanced text has its baseline in the middle, whatever is asked`,
    );
  return [horizontal ?? "center", vertical ?? byDefault];
}

const weights: Readonly<Record<string, number>> = {
  thin: 100,
  light: 300,
  normal: 400,
  regular: 400,
  medium: 500,
  semibold: 600,
  bold: 700,
  heavy: 900,
  black: 900,
};

function readWeight(attributes: Attributes): number {
  const value = attributes.text("weight");
  if (value === null) return 400;
  const weight = weights[value.toLowerCase()] ?? Number(value);
  if (Number.isInteger(weight) && weight >= 100 && weight <= 900) return weight;
  attributes.fault("weight", `weight must be 100 to 900 or one of ${Object.keys(weights).join(", ")}`);
  return 400;
}

function toDecoration(filter: Filter | undefined): TextDecoration {
  const { numbers = {}, colors = {}, vectors = {} } = filter ?? {};
  const [x = 0.05, y = -0.05] = vectors.dropShadowPosition ?? [];
  // Whatever is said of one of the three asks for it.
  const given = Object.keys({ ...numbers, ...colors, ...vectors });
  const has = (part: string) => given.some((name) => name.startsWith(part));
  return {
    fillOpacity: numbers.fillOpacity ?? 1,
    stroke: has("stroke")
      ? {
          width: numbers.strokeWidth ?? 0.05,
          color: withOpacity(colors.strokeColor ?? "#000000ff", numbers.strokeOpacity),
        }
      : null,
    shadow: has("dropShadow")
      ? {
          x,
          y,
          color: withOpacity(colors.dropShadowColor ?? "#000000ff", numbers.dropShadowOpacity),
          blur: numbers.dropShadowBlurWidth ?? 0,
        }
      : null,
    glow: has("outerGlow")
      ? {
          color: withOpacity(colors.outerGlowColor ?? "#ffffffff", numbers.outerGlowOpacity),
          blur: numbers.outerGlowWidth ?? 0.2,
        }
      : null,
  };
}

/** Opacities multiply the colour's own. */
function withOpacity(color: string, opacity = 1): string {
  const alpha = Math.round(Number.parseInt(color.slice(7, 9), 16) * Math.min(1, Math.max(0, opacity)));
  return color.slice(0, 7) + alpha.toString(16).padStart(2, "0");
}
