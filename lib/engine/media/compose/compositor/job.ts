import type { Scene } from "../scene/scene.ts";

/** What the drawing process is told, as a file in its directory. */
export interface CompositorJob {
  readonly scene: Scene;
  /** By the numbers that the scene uses; files in the process's own directory. */
  readonly sources: readonly CompositorSource[];
  readonly ffmpeg: string;
  readonly encodeArgs: readonly string[];
  /** A frame kept as a JPEG. */
  readonly still: { readonly frame: number; readonly file: string } | null;
  /** Draw nothing but the still. */
  readonly isStillOnly: boolean;
  readonly smoothing: "low" | "medium" | "high";
}

export interface CompositorSource {
  readonly file: string;
  readonly formatName: string | null;
}
