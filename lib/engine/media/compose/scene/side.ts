import type { Side } from "../sxml/movie.ts";

/** Right and down are positive, as in pictures. */
export function sideVector(side: Side): readonly [number, number] {
  switch (side) {
    case "left":
      return [-1, 0];
    case "right":
      return [1, 0];
    case "up":
      return [0, -1];
    case "down":
      return [0, 1];
  }
}
