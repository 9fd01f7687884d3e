import type { Span } from "../scene/scene.ts";

/** One sound of a film, from a file, with when and how loud. Seconds from the film's start. */
export interface Track {
  readonly source: number;
  readonly channels: number;
  /** Seconds into the file. */
  readonly skip: number;
  readonly speed: number;
  readonly loop: boolean;
  readonly volume: number;
  readonly span: Span;
  readonly fades: readonly Fade[];
}

export interface Fade {
  readonly kind: "in" | "out";
  readonly start: number;
  readonly seconds: number;
}
