import type { Animator, Filter, Side, TextStyle, TransitionType } from "../sxml/movie.ts";
import type { Facets } from "./facets.ts";
import type { Framing } from "./framing.ts";

/**
 * A film ready to be drawn: every time absolute, every size in pixels, every source a number. Plain data, since it
 * crosses to the process that draws.
 */
export interface Scene {
  readonly frame: FrameSize;
  readonly rate: FrameRate;
  readonly frameCount: number;
  readonly root: SceneNode;
  readonly images: readonly SceneImage[];
  readonly clips: readonly SceneClip[];
  readonly texts: readonly SceneText[];
}

export interface FrameSize {
  readonly width: number;
  readonly height: number;
}

/** Frames a second, as a fraction: 30000/1001 has no end as a number. */
export interface FrameRate {
  readonly frames: number;
  readonly seconds: number;
}

/** Seconds from the film's start; `end` is no longer in it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface SceneNode {
  readonly span: Span;
  readonly filters: readonly SceneFilter[];
  readonly animators: readonly SceneAnimator[];
  /** What the node's frames, corners and turns are about. */
  readonly bounds: Rect;
  readonly content: SceneContent;
}

export type SceneContent =
  | { readonly kind: "stack"; readonly children: readonly SceneNode[] }
  | { readonly kind: "sequence"; readonly items: readonly SceneNode[]; readonly joins: readonly Join[] }
  | { readonly kind: "media"; readonly media: readonly SceneMedium[]; readonly joins: readonly Join[] }
  | {
      readonly kind: "text";
      readonly text: number;
      readonly scroll: { readonly x: number; readonly y: number } | null;
    }
  | { readonly kind: "silent" };

/** From item `index` to the one after it. */
export interface Join {
  readonly index: number;
  readonly span: Span;
  readonly type: TransitionType | "dive";
  readonly direction: Side;
  readonly oldDirection: Side;
}

export interface SceneMedium {
  readonly span: Span;
  readonly box: Rect;
  readonly framing: Framing;
  readonly facets: Facets | null;
  readonly picture: ScenePicture;
  readonly filters: readonly SceneFilter[];
}

export type ScenePicture =
  | { readonly kind: "image"; readonly image: number; readonly size: FrameSize }
  | { readonly kind: "clip"; readonly clip: number; readonly size: FrameSize }
  | { readonly kind: "color"; readonly color: string }
  | { readonly kind: "node"; readonly node: SceneNode };

export interface SceneFilter extends Pick<Filter, "type" | "numbers" | "colors" | "vectors"> {
  readonly window: Span;
  readonly medium: SceneMedium | null;
  readonly animators: readonly SceneAnimator[];
}

export interface SceneAnimator
  extends Pick<Animator, "type" | "direction" | "angle" | "growStart" | "growEnd" | "mode" | "keys"> {
  readonly window: Span;
}

/** A picture in the size it is needed in. */
export interface SceneImage {
  readonly source: number;
  readonly width: number;
  readonly height: number;
}

/** A stretch of a video file, in the size it is needed in. */
export interface SceneClip {
  readonly source: number;
  readonly width: number;
  readonly height: number;
  /** Seconds into the file where it begins. */
  readonly skip: number;
  readonly speed: number;
  readonly span: Span;
}

export interface SceneText {
  readonly type: "zone" | "legend" | "advanced";
  readonly content: string;
  readonly box: Rect;
  /** Font size in pixels; null: as large as the box takes. */
  readonly fontPixels: number | null;
  readonly style: TextStyle;
  readonly reference: string | null;
}

export const secondsPerFrame = ({ frames, seconds }: FrameRate): number => seconds / frames;
