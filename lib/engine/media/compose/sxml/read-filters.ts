import { Attributes } from "./attributes.ts";
import {
  type Animator,
  type Filter,
  type FilterType,
  filterTypes,
  isAdapter,
  type Key,
  type Medium,
} from "./movie.ts";
import type { XmlElement } from "./parse-xml.ts";
import type { Problems } from "./problems.ts";

type ParameterKind = "number" | "color" | 2 | 20;

const blur = { diameter: "number" } as const;
const adapter = { centerStart: 2, centerEnd: 2, zoomStart: "number", zoomEnd: "number" } as const;

/** Each rendered filter with its attributes; a vector by its length. */
const parametersByType: Readonly<Record<FilterType, Readonly<Record<string, ParameterKind>>>> = {
  identity: {},
  alpha: { alphaStart: "number", alphaEnd: "number" },
  blur,
  hblur: blur,
  vblur: blur,
  gaussianBlur: blur,
  hgaussianBlur: blur,
  vgaussianBlur: blur,
  frame: { width: "number", color: "color" },
  borderBlur: { transWidth: "number" },
  cornerCut: { width: "number" },
  tint: { whiteColor: "color", blackColor: "color" },
  threetint: { whiteColor: "color", mediumColor: "color", blackColor: "color" },
  colormap: { "rgba-bias-matrix": 20 },
  flashback: {},
  exposure: { exposure: "number" },
  threshold: { threshold: "number" },
  mask: { opaqueColor: "color", transparentColor: "color" },
  alphamask: {},
  alphainvmask: {},
  lumamask: {},
  lumainvmask: {},
  key: { color: "color", threshold: "number" },
  makeTransparent: { color: "color", threshold: "number" },
  gradient: { color0: "color", color1: "color", point0: 2, point1: 2 },
  radialGradient: { color0: "color", color1: "color", center: 2 },
  fitAdapter: {},
  fixedAdapter: {},
  panoramicAdapter: {},
  zoomAdapter: adapter,
  kenburnsAdapter: adapter,
  distancemap: { distanceWidth: "number" },
  distancecolor: {
    color: "color",
    fillOpacity: "number",
    strokeWidth: "number",
    strokeColor: "color",
    strokeOpacity: "number",
    dropShadowColor: "color",
    dropShadowOpacity: "number",
    dropShadowPosition: 2,
    dropShadowBlurWidth: "number",
    outerGlowColor: "color",
    outerGlowOpacity: "number",
    outerGlowWidth: "number",
  },
};

/** The service's distance maps reached this far by default; letters drawn from their outlines need none. */
const distanceWidthByDefault = 40;
const isTextStyle = (type: FilterType) => type === "distancemap" || type === "distancecolor";

/** The elements inside which a filter does something; undefined for those that change any picture. */
export function homeOf(type: FilterType): readonly string[] | undefined {
  if (isAdapter(type)) return ["image", "video"];
  return isTextStyle(type) ? ["text"] : undefined;
}

/** Part of how something is made, not a change over a stretch of its time. */
const isTimeless = (type: FilterType) => isAdapter(type) || isTextStyle(type) || type === "identity";
const timingNames = ["duration", "margin-start", "margin-end", "margin-both"];

const masks: readonly FilterType[] = ["mask", "alphamask", "alphainvmask", "lumamask", "lumainvmask"];

export type ReadMedium = (element: XmlElement) => Medium | undefined;

export function readFilter(
  element: XmlElement,
  problems: Problems,
  readMedium: ReadMedium,
): Filter | undefined {
  const attributes = new Attributes(element, problems);
  attributes.required("type");
  const type = attributes.choice("type", filterTypes);
  if (!type) return undefined;
  const timing = attributes.timing();
  if (isTimeless(type)) {
    for (const name of timingNames)
      attributes.refuse(name, `a ${type} filter lasts as long as what it is on`);
  }
  const numbers: Record<string, number> = {};
  const colors: Record<string, string> = {};
  const vectors: Record<string, readonly number[]> = {};
  for (const [name, kind] of Object.entries(parametersByType[type])) {
    if (kind === "number") putInto(numbers, name, attributes.number(name, { min: -1000, max: 1000 }));
    else if (kind === "color") putInto(colors, name, attributes.color(name));
    else if (kind === 20) putInto(vectors, name, readMatrix(attributes, name));
    else putInto(vectors, name, attributes.vector(name, kind));
  }
  if ((numbers.distanceWidth ?? distanceWidthByDefault) !== distanceWidthByDefault)
    attributes.refuse("distanceWidth", "letters are drawn from their outlines, without a distance map");
  attributes.finish();

  const animators: Animator[] = [];
  let medium: Medium | undefined;
  for (const child of element.children) {
    if (child.name === "animator") {
      const animator = readAnimator(child, problems, parametersByType[type]);
      if (animator) animators.push(animator);
    } else if (!masks.includes(type)) {
      problems.add(child, `<${child.name}> in a ${type} filter is not rendered`);
    } else if (medium) {
      problems.add(child, "a mask has one picture");
    } else medium = readMedium(child);
  }
  if (masks.includes(type) && !medium && element.children.every((child) => child.name === "animator")) {
    problems.add(element, `the ${type} filter needs a picture inside`);
  }
  return { at: place(element), type, timing, numbers, colors, vectors, medium: medium ?? null, animators };
}

function putInto<Value>(record: Record<string, Value>, name: string, value: Value | null): void {
  if (value !== null) record[name] = value;
}

/** Five colours: what red, green, blue and alpha each become, and what is added. Rows of 4 by 5, in parts of one. */
function readMatrix(attributes: Attributes, name: string): number[] | null {
  const value = attributes.text(name);
  if (value === null) return null;
  const columns = value
    .split(/[\s,]+/)
    .filter((part) => part !== "")
    .map((part) => /^#([0-9a-f]{8})$/i.exec(part)?.[1]);
  if (columns.length !== 5 || columns.includes(undefined)) {
    attributes.fault(name, `${name} must be five colours #rrggbbaa`);
    return null;
  }
  const parts = columns.map((digits) => [0, 2, 4, 6].map((at) => parse(digits?.slice(at, at + 2)) / 255));
  return [0, 1, 2, 3].flatMap((row) => parts.map((column) => column[row] ?? 0));
}

const parse = (digits: string | undefined) => Number.parseInt(digits ?? "0", 16);
const place = ({ line, column }: XmlElement) => ({ line, column });

const animatorTypes = ["slide", "slide-in", "slide-out", "rot-in", "rot-out", "grow", "custom"] as const;
const movements: Readonly<Record<string, number>> = { pos: 3, scale: 3, rot: 4, orient: 3 };

/** `parameters` are those of the filter it animates; a node is animated by its movements. */
export function readAnimator(
  element: XmlElement,
  problems: Problems,
  parameters?: Readonly<Record<string, ParameterKind>>,
): Animator | undefined {
  const attributes = new Attributes(element, problems);
  attributes.required("type");
  const type = attributes.choice("type", parameters ? ["custom"] : animatorTypes);
  if (!type) return undefined;
  const animator = {
    at: place(element),
    type,
    direction: (/^slide/.test(type) ? attributes.side("direction") : null) ?? ("left" as const),
    timing: attributes.timing(),
    angle: (/^rot-/.test(type) ? attributes.number("angle") : null) ?? 90,
    growStart: (type === "grow" ? attributes.number("growStart", { min: -1, max: 20 }) : null) ?? 0,
    growEnd: (type === "grow" ? attributes.number("growEnd", { min: -1, max: 20 }) : null) ?? 0.1,
    mode: attributes.choice("mode", ["linear", "quadratic"]) ?? ("linear" as const),
  };
  if (type === "custom") {
    for (const name of timingNames) {
      if (name !== "margin-start")
        attributes.refuse(name, "a custom animator lasts from its first key to its last");
    }
  }
  attributes.finish();
  for (const child of element.children) {
    if (child.name !== "key" || type !== "custom") {
      problems.add(child, `<${child.name}> in a ${type} animator is not rendered`);
    }
  }
  const keys =
    type === "custom"
      ? element.children
          .filter((child) => child.name === "key")
          .map((child) => readKey(child, problems, parameters))
      : [];
  if (type === "custom") checkKeys(element, keys, problems);
  return { ...animator, keys };
}

function readKey(
  element: XmlElement,
  problems: Problems,
  parameters: Readonly<Record<string, ParameterKind>> | undefined,
): Key {
  const attributes = new Attributes(element, problems);
  attributes.required("time");
  const time = attributes.seconds("time") ?? 0;
  const values: Record<string, readonly number[]> = {};
  if (parameters) {
    for (const [name, kind] of Object.entries(parameters)) {
      if (kind === "number") putInto(values, name, asVector(attributes.number(name)));
      else if (kind === "color") putInto(values, name, colorParts(attributes.color(name)));
      else if (kind === 2) putInto(values, name, attributes.vector(name, 2));
    }
  } else {
    for (const [name, length] of Object.entries(movements)) {
      putInto(values, name, attributes.vector(name, length));
    }
    checkFlat(attributes, values);
  }
  attributes.finish();
  return { time, values };
}

/** The picture plane is drawn without perspective: what would leave it is told, not flattened. */
function checkFlat(attributes: Attributes, values: Readonly<Record<string, readonly number[]>>): void {
  if ((values.pos?.[2] ?? 0) !== 0) attributes.fault("pos", "a movement in depth (pos z) is not rendered");
  if (values.orient?.[0] || values.orient?.[1]) {
    attributes.fault("orient", "a turn out of the picture plane (orient x, y) is not rendered");
  }
  const [angle = 0, x = 0, y = 0, z = 0] = values.rot ?? [];
  if (values.rot && (x !== 0 || y !== 0 || (z === 0 && angle !== 0))) {
    attributes.fault("rot", "a turn about another axis than 0,0,1 is not rendered");
  }
}

function checkKeys(element: XmlElement, keys: readonly Key[], problems: Problems): void {
  if (keys.length === 0) problems.add(element, "a custom animator needs <key> elements");
  const names = (key: Key | undefined) =>
    Object.keys(key?.values ?? {})
      .sort()
      .join(" ");
  for (const [index, key] of keys.entries()) {
    const at = element.children[index] ?? element;
    if (names(key) !== names(keys[0])) problems.add(at, "every key must have the same attributes");
    const before = keys[index - 1];
    if (before && key.time < before.time) problems.add(at, "keys must be in the order of their times");
  }
}

const asVector = (value: number | null) => (value === null ? null : [value]);

/** Red, green, blue and alpha, 0 to 255 each. */
export function colorParts(color: string | null): number[] | null {
  return color === null ? null : [1, 3, 5, 7].map((at) => parse(color.slice(at, at + 2)));
}
