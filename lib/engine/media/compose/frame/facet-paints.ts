import { type Facets, largestFacet } from "../scene/facets.ts";
import type { Rect } from "../scene/scene.ts";
import type { FacetType } from "../sxml/movie.ts";
import { about, type Clip, layer, type Matrix, multiply, type Paint, translation } from "./paint.ts";

/** A part of the picture: where it may be seen, and how the picture is moved under that window. */
interface Facet {
  readonly clip: Clip;
  readonly matrix: Matrix;
}

const slices = 8;
const petals = 8;
const nested = 5;
const tiles = { across: 6, down: 4 };
/** How far from the middle a tile has gone at the end, as a part of how far from it the tile was. */
const blast = 0.6;

/**
 * A picture in parts that move on their own; `progress` 0 to 1 over the time it is shown. The whole picture lies below
 * them: nothing of the box is ever empty, not even the seams.
 */
export function facetPaints(
  { type, isReversed }: Facets,
  paints: readonly Paint[],
  box: Rect,
  progress: number,
): Paint[] {
  const facets = makers[type](box, isReversed ? 1 - progress : progress);
  return [...paints, ...facets.map(({ clip, matrix }) => layer(paints, { clip: [clip], matrix }))];
}

const makers: Readonly<Record<FacetType, (box: Rect, progress: number) => Facet[]>> = {
  flower,
  explode,
  slice,
  rectangles,
};

/** Every other petal grows out of the middle, while their edges turn by half of a petal. */
function flower(box: Rect, progress: number): Facet[] {
  const [x, y] = middleOf(box);
  const scale = grown("flower", progress);
  return Array.from({ length: petals / 2 }, (_unused, index) => ({
    clip: { kind: "pie", x, y, from: (2 * index + progress / 2) / petals, turns: 1 / petals },
    matrix: about(x, y, scale, scale),
  }));
}

/** Tiles fly apart from the middle, each growing. */
function explode(box: Rect, progress: number): Facet[] {
  const [centerX, centerY] = middleOf(box);
  const scale = grown("explode", progress);
  const [width, height] = [box.width / tiles.across, box.height / tiles.down];
  return Array.from({ length: tiles.across * tiles.down }, (_unused, index) => {
    const x = box.x + ((index % tiles.across) + 0.5) * width;
    const y = box.y + (Math.floor(index / tiles.across) + 0.5) * height;
    const [awayX, awayY] = [(x - centerX) * blast * progress, (y - centerY) * blast * progress];
    const at = {
      x: x + awayX - (width * scale) / 2,
      y: y + awayY - (height * scale) / 2,
      width: width * scale,
      height: height * scale,
    };
    return {
      clip: { kind: "rect", at },
      matrix: multiply(translation(awayX, awayY), about(x, y, scale, scale)),
    };
  });
}

/** Upright slices, by turns above and below their place, come together to the whole picture. */
function slice(box: Rect, progress: number): Facet[] {
  const scale = grown("slice", 1 - progress);
  // What the zoom leaves over at a side: a slice never shows what is beyond the picture.
  const away = ((scale - 1) / 2) * box.height;
  return Array.from({ length: slices }, (_unused, index) => {
    const [from, to] = [index, index + 1].map((edge) => Math.round((edge * box.width) / slices));
    const at = { x: box.x + (from ?? 0), y: box.y, width: (to ?? 0) - (from ?? 0), height: box.height };
    return {
      clip: { kind: "rect", at },
      matrix: multiply(translation(0, index % 2 === 0 ? -away : away), about(...middleOf(box), scale, scale)),
    };
  });
}

/** Rectangles in one another, each growing more than the one around it. */
function rectangles(box: Rect, progress: number): Facet[] {
  return Array.from({ length: nested - 1 }, (_unused, index) => {
    const depth = (index + 1) / nested;
    const [x, y] = [Math.round((box.width / 2) * depth), Math.round((box.height / 2) * depth)];
    const at = { x: box.x + x, y: box.y + y, width: box.width - 2 * x, height: box.height - 2 * y };
    const scale = grown("rectangles", (progress * (index + 1)) / (nested - 1));
    return { clip: { kind: "rect", at }, matrix: about(...middleOf(box), scale, scale) };
  });
}

const grown = (type: FacetType, share: number) => 1 + (largestFacet[type] - 1) * share;

const middleOf = ({ x, y, width, height }: Rect) => [x + width / 2, y + height / 2] as const;
