import type { Rect } from "../scene/scene.ts";

/** What one frame is painted with, in order. Plain data: two equal lists are the same picture. */
export type Paint = FillPaint | PicturePaint | TextPaint | LayerPaint;

export interface FillPaint {
  readonly kind: "fill";
  readonly color: string;
  readonly at: Rect;
}

export interface PicturePaint {
  readonly kind: "picture";
  /** A clip's frame counts from its own start. */
  readonly from:
    | { readonly kind: "image"; readonly image: number }
    | { readonly kind: "clip"; readonly clip: number; readonly frame: number };
  readonly at: Rect;
  /** In parts of the picture's size; null is all of it. */
  readonly crop: Rect | null;
}

export interface TextPaint {
  readonly kind: "text";
  readonly text: number;
  readonly x: number;
  readonly y: number;
}

/** Paints put on a sheet of their own, which is then changed and laid on what is below. */
export interface LayerPaint {
  readonly kind: "layer";
  readonly paints: readonly Paint[];
  readonly opacity: number;
  /** `add` makes a cross-fade exact: both sheets' shares sum up to one. */
  readonly blend: "over" | "add";
  readonly matrix: Matrix | null;
  readonly clip: readonly Clip[] | null;
  readonly changes: readonly Change[];
}

/** x' = a x + c y + e, y' = b x + d y + f. */
export type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

export type Clip =
  | { readonly kind: "rect"; readonly at: Rect }
  | { readonly kind: "circle"; readonly x: number; readonly y: number; readonly radius: number }
  /** Clockwise, in turns, `from` counted from twelve o'clock. */
  | {
      readonly kind: "pie";
      readonly x: number;
      readonly y: number;
      readonly from: number;
      readonly turns: number;
    };

/** What a filter does to its sheet at this instant; lengths in pixels. */
export type Change =
  | { readonly kind: "blur"; readonly x: number; readonly y: number }
  | { readonly kind: "border"; readonly at: Rect; readonly width: number; readonly color: string }
  | { readonly kind: "feather"; readonly at: Rect; readonly width: number }
  | { readonly kind: "corners"; readonly at: Rect; readonly radius: number }
  | {
      readonly kind: "gradient";
      readonly at: Rect;
      readonly isRadial: boolean;
      readonly colors: readonly [string, string];
      readonly from: readonly [number, number];
      readonly to: readonly [number, number];
    }
  /** Colours over the luma from black to white. */
  | { readonly kind: "tones"; readonly colors: readonly (readonly number[])[] }
  /** Four rows of red, green, blue, alpha and what is added, in parts of one. */
  | { readonly kind: "matrix"; readonly rows: readonly number[] }
  | { readonly kind: "gain"; readonly factor: number }
  | { readonly kind: "threshold"; readonly level: number }
  | { readonly kind: "cut"; readonly color: readonly number[]; readonly distance: number }
  | {
      readonly kind: "mask";
      readonly by: "alpha" | "luma" | "color";
      readonly isInverted: boolean;
      readonly opaque: readonly number[];
      readonly transparent: readonly number[];
      readonly paints: readonly Paint[];
    };

const plain = { opacity: 1, blend: "over", matrix: null, clip: null, changes: [] } as const;

export const layer = (
  paints: readonly Paint[],
  how: Partial<Omit<LayerPaint, "kind" | "paints">>,
): LayerPaint => ({
  kind: "layer",
  paints,
  ...plain,
  ...how,
});

/** First `inner`, then `outer`. */
export function multiply(outer: Matrix, inner: Matrix): Matrix {
  const [a, b, c, d, e, f] = outer;
  const [g, h, i, j, k, l] = inner;
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
}

export const translation = (x: number, y: number): Matrix => [1, 0, 0, 1, x, y];

/** Scaled, then turned clockwise, about a point. */
export function about(x: number, y: number, scaleX: number, scaleY: number, turns = 0): Matrix {
  const [sin, cos] = [Math.sin(turns * 2 * Math.PI), Math.cos(turns * 2 * Math.PI)];
  const turned: Matrix = [cos * scaleX, sin * scaleX, -sin * scaleY, cos * scaleY, 0, 0];
  return multiply(translation(x, y), multiply(turned, translation(-x, -y)));
}
