import type { Position } from "./problems.ts";

/** A definition as it was written: read and checked, nothing computed. Times are seconds. */
export interface Movie {
  readonly body: SequenceNode;
}

export interface Timing {
  /** `parent` is written `..`; null when the definition does not say. */
  readonly duration: number | "parent" | null;
  readonly marginStart: number | null;
  readonly marginEnd: number | null;
}

interface NodeBase {
  readonly at: Position;
  readonly timing: Timing;
  readonly filters: readonly Filter[];
  readonly animators: readonly Animator[];
}

export interface SequenceNode extends NodeBase {
  readonly kind: "sequence";
  readonly items: readonly Node[];
  /** What joins item n to item n + 1; one shorter than `items`. */
  readonly transitions: readonly (Transition | null)[];
}

export interface StackNode extends NodeBase {
  readonly kind: "stack";
  readonly children: readonly Node[];
}

export const effectTypes = [
  "none",
  "kenburns",
  "panscan",
  "panel",
  "flower",
  "explode",
  "slice",
  "rectangles",
  "diving",
  "sliding",
  "rotator",
  "square",
] as const;
export type EffectType = (typeof effectTypes)[number];

/** These cut their picture into parts that move on their own. */
const facetTypes = ["flower", "explode", "slice", "rectangles"] as const;
export type FacetType = (typeof facetTypes)[number];

export const isFaceted = (type: EffectType): type is FacetType =>
  (facetTypes as readonly string[]).includes(type);

export const adapters = [
  "none",
  "fitAdapter",
  "fixedAdapter",
  "panoramicAdapter",
  "zoomAdapter",
  "kenburnsAdapter",
] as const;
export type Adapter = (typeof adapters)[number];

export type Side = "left" | "right" | "up" | "down";

export interface EffectNode extends NodeBase {
  readonly kind: "effect";
  readonly type: EffectType;
  /** Of media that have no adapter filter of their own. */
  readonly adapter: Adapter;
  readonly direction: Side | "positive" | "negative" | null;
  readonly media: readonly Medium[];
}

/** Fractions of the frame; null is `auto`. */
export interface Placement {
  readonly top: number | null;
  readonly bottom: number | null;
  readonly left: number | null;
  readonly right: number | null;
  readonly width: number | null;
  readonly height: number | null;
}

export interface OverlayNode extends NodeBase {
  readonly kind: "overlay";
  readonly placement: Placement;
  readonly medium: Medium;
}

export interface TextNode extends NodeBase {
  readonly kind: "text";
  readonly type: "zone" | "legend" | "advanced";
  readonly content: string;
  readonly placement: Placement;
  readonly style: TextStyle;
  /** Scrolling: pixels a second at 360 lines. */
  readonly scroll: { readonly direction: Side; readonly speed: number } | null;
  /** Its box limits the real text. */
  readonly reference: string | null;
}

export interface TextStyle {
  readonly horizontal: "left" | "center" | "right";
  readonly vertical: "top" | "center" | "bottom";
  /** Pixels at 360 lines; null lets the type decide. */
  readonly fontSize: number | null;
  readonly fontName: string | null;
  readonly color: string;
  readonly background: string | null;
  readonly wrap: boolean;
  /** Between lines, in line heights. */
  readonly lineSpacing: number;
  readonly weight: number;
  readonly italic: boolean;
  readonly decoration: TextDecoration;
}

/** What the `distancecolor` filter draws around letters; widths and blurs in parts of the font's size. */
export interface TextDecoration {
  readonly fillOpacity: number;
  readonly stroke: { readonly width: number; readonly color: string } | null;
  readonly shadow: {
    readonly x: number;
    readonly y: number;
    readonly color: string;
    readonly blur: number;
  } | null;
  readonly glow: { readonly color: string; readonly blur: number } | null;
}

export interface AudioNode extends NodeBase {
  readonly kind: "audio";
  readonly url: string;
  readonly sound: Sound;
  readonly loop: boolean;
  readonly fadeIn: number;
  readonly fadeOut: number;
}

export interface Sound {
  readonly skip: number;
  readonly volume: number;
  readonly speed: number;
}

export type Node = SequenceNode | StackNode | EffectNode | OverlayNode | TextNode | AudioNode;

interface MediumBase {
  readonly at: Position;
  readonly filters: readonly Filter[];
}

export interface ImageMedium extends MediumBase {
  readonly kind: "image";
  readonly url: string;
  readonly duration: number | null;
}

export interface ColorMedium extends MediumBase {
  readonly kind: "color";
  readonly color: string;
  readonly duration: number | null;
}

export interface VideoMedium extends MediumBase {
  readonly kind: "video";
  readonly url: string;
  readonly sound: Sound;
  readonly isHeard: boolean;
  readonly duration: number | null;
  readonly marginStart: number;
}

/** A drawn node in the place of a medium: the whole frame, as the node draws it. */
export interface NodeMedium extends MediumBase {
  readonly kind: "node";
  readonly node: Node;
}

export type Medium = ImageMedium | ColorMedium | VideoMedium | NodeMedium;

export const transitionTypes = [
  "crossfade",
  "move",
  "dualmove",
  "over",
  "under",
  "scan",
  "wipe",
  "scans",
  "strip",
  "circle",
  "radial",
  "waterdrop",
  "swirl",
  "spiral",
  "cube",
] as const;
export type TransitionType = (typeof transitionTypes)[number];

export interface Transition {
  readonly at: Position;
  readonly type: TransitionType;
  readonly duration: number;
  readonly direction: Side;
  /** `dualmove` only: where the old one leaves to. */
  readonly oldDirection: Side;
}

export interface Animator {
  readonly at: Position;
  readonly type: "slide" | "slide-in" | "slide-out" | "rot-in" | "rot-out" | "grow" | "custom";
  readonly direction: Side;
  readonly timing: Timing;
  readonly angle: number;
  readonly growStart: number;
  readonly growEnd: number;
  readonly mode: "linear" | "quadratic";
  readonly keys: readonly Key[];
}

export interface Key {
  readonly time: number;
  /** By attribute; every key of an animator has the same ones. */
  readonly values: Readonly<Record<string, readonly number[]>>;
}

export interface Filter {
  readonly at: Position;
  readonly type: FilterType;
  readonly timing: Timing;
  readonly numbers: Readonly<Record<string, number>>;
  /** `#rrggbbaa`. */
  readonly colors: Readonly<Record<string, string>>;
  readonly vectors: Readonly<Record<string, readonly number[]>>;
  /** A mask's picture. */
  readonly medium: Medium | null;
  readonly animators: readonly Animator[];
}

export const filterTypes = [
  "identity",
  "alpha",
  "blur",
  "hblur",
  "vblur",
  "gaussianBlur",
  "hgaussianBlur",
  "vgaussianBlur",
  "frame",
  "borderBlur",
  "cornerCut",
  "tint",
  "threetint",
  "colormap",
  "flashback",
  "exposure",
  "threshold",
  "mask",
  "alphamask",
  "alphainvmask",
  "lumamask",
  "lumainvmask",
  "key",
  "makeTransparent",
  "gradient",
  "radialGradient",
  "fitAdapter",
  "fixedAdapter",
  "panoramicAdapter",
  "zoomAdapter",
  "kenburnsAdapter",
  "distancemap",
  "distancecolor",
] as const;
export type FilterType = (typeof filterTypes)[number];

export const isAdapter = (type: FilterType): type is FilterType & Adapter =>
  (adapters as readonly string[]).includes(type);
