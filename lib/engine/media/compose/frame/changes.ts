import { mix } from "../scene/framing.ts";
import type { FrameSize, Rect, SceneFilter, SceneMedium } from "../scene/scene.ts";
import { colorParts } from "../sxml/read-filters.ts";
import { progressIn, valuesAt } from "./animate.ts";
import type { Change, Paint } from "./paint.ts";

export interface FilterEffect {
  readonly opacity: number;
  readonly changes: readonly Change[];
}

interface FilterContext {
  readonly bounds: Rect;
  readonly frame: FrameSize;
  readonly time: number;
  readonly paintMask: (medium: SceneMedium) => Paint[];
}

/** Widths are given in pixels at 360 lines, or as parts of the shorter side where they are 1 or less. */
function toLength(value: number, bounds: Rect, { height }: FrameSize): number {
  return value <= 1 ? value * Math.min(bounds.width, bounds.height) : (value * height) / 360;
}

/** What a filter does at this instant; undefined outside its time. `alpha` holds its last value afterwards. */
export function filterAt(filter: SceneFilter, context: FilterContext): FilterEffect | undefined {
  const { time } = context;
  const number = (name: string, otherwise: number) =>
    animated(filter, name, time)?.[0] ?? filter.numbers[name] ?? otherwise;
  if (filter.type === "alpha") {
    const start = number("alphaStart", 1);
    const opacity = mix(start, number("alphaEnd", start), progressIn(filter.window, time));
    return { opacity: Math.min(1, Math.max(0, opacity)), changes: [] };
  }
  if (time < filter.window.start - 1e-9 || time >= filter.window.end - 1e-9) return undefined;
  return { opacity: 1, changes: toChanges(filter, context, number) };
}

function toChanges(
  filter: SceneFilter,
  { bounds, frame, time, paintMask }: FilterContext,
  number: (name: string, otherwise: number) => number,
): Change[] {
  const length = (name: string, otherwise: number) => toLength(number(name, otherwise), bounds, frame);
  const color = (name: string, otherwise: string) =>
    animated(filter, name, time) ?? colorParts(filter.colors[name] ?? otherwise) ?? [];
  const point = (name: string, otherwise: readonly [number, number]) => {
    const [x = otherwise[0], y = otherwise[1]] = animated(filter, name, time) ?? filter.vectors[name] ?? [];
    return [x, y] as const;
  };
  const tones = (...names: string[]): Change => ({
    kind: "tones",
    colors: names.map((name) => color(name, tonesByDefault[name] ?? "#808080ff")),
  });
  switch (filter.type) {
    case "blur":
    case "gaussianBlur":
    case "hblur":
    case "hgaussianBlur":
    case "vblur":
    case "vgaussianBlur": {
      // A diameter of visible smear is about four standard deviations.
      const sigma = (number("diameter", 8) * frame.height) / 360 / 4;
      const [x, y] = [/^v/.test(filter.type) ? 0 : sigma, /^h/.test(filter.type) ? 0 : sigma];
      return sigma > 0 ? [{ kind: "blur", x, y }] : [];
    }
    case "frame":
      return [
        {
          kind: "border",
          at: bounds,
          width: length("width", 0.02),
          color: toHex(color("color", "#ffffffff")),
        },
      ];
    case "borderBlur":
      return [{ kind: "feather", at: bounds, width: length("transWidth", 0.1) }];
    case "cornerCut":
      return [{ kind: "corners", at: bounds, radius: length("width", 0.1) }];
    case "tint":
      return [tones("blackColor", "whiteColor")];
    case "threetint":
      return [tones("blackColor", "mediumColor", "whiteColor")];
    case "colormap":
      return [{ kind: "matrix", rows: filter.vectors["rgba-bias-matrix"] ?? identityRows }];
    case "flashback":
      return [{ kind: "matrix", rows: sepiaRows }];
    case "exposure":
      return [{ kind: "gain", factor: 2 ** number("exposure", 0) }];
    case "threshold":
      return [{ kind: "threshold", level: number("threshold", 0.5) * 255 }];
    case "key":
    case "makeTransparent":
      return [
        { kind: "cut", color: color("color", "#00ff00ff"), distance: number("threshold", 0.1) * 441.7 },
      ];
    case "gradient":
    case "radialGradient":
      return [
        {
          kind: "gradient",
          at: bounds,
          isRadial: filter.type === "radialGradient",
          colors: [toHex(color("color0", "#000000ff")), toHex(color("color1", "#ffffffff"))],
          from: filter.type === "gradient" ? point("point0", [0, 1]) : point("center", [0, 0]),
          to: point("point1", [0, -1]),
        },
      ];
    case "mask":
    case "alphamask":
    case "alphainvmask":
    case "lumamask":
    case "lumainvmask":
      return filter.medium
        ? [
            {
              kind: "mask",
              by: filter.type === "mask" ? "color" : /^luma/.test(filter.type) ? "luma" : "alpha",
              isInverted: /inv/.test(filter.type),
              opaque: color("opaqueColor", "#ffffffff"),
              transparent: color("transparentColor", "#000000ff"),
              paints: paintMask(filter.medium),
            },
          ]
        : [];
    default:
      // identity; adapters and text styles are part of the scene already; alpha is an opacity.
      return [];
  }
}

const tonesByDefault: Readonly<Record<string, string>> = { blackColor: "#000000ff", whiteColor: "#ffffffff" };
const identityRows = [1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0];
const sepiaRows = [
  ...[0.393, 0.769, 0.189, 0, 0],
  ...[0.349, 0.686, 0.168, 0, 0],
  ...[0.272, 0.534, 0.131, 0, 0],
  ...[0, 0, 0, 1, 0],
];

function animated(filter: SceneFilter, name: string, time: number): readonly number[] | undefined {
  for (const animator of filter.animators) {
    const values = valuesAt(animator, name, time);
    if (values) return values;
  }
  return undefined;
}

const toHex = (parts: readonly number[]) =>
  `#${parts
    .map((part) =>
      Math.round(Math.min(255, Math.max(0, part)))
        .toString(16)
        .padStart(2, "0"),
    )
    .join("")}`;
