import { type EffectNode, type FacetType, isFaceted } from "../sxml/movie.ts";

/** A picture in parts that move on their own. */
export interface Facets {
  readonly type: FacetType;
  /** The end first. */
  readonly isReversed: boolean;
}

export const facetsOf = ({ type, direction }: Pick<EffectNode, "type" | "direction">): Facets | null =>
  isFaceted(type) ? { type, isReversed: direction === "negative" } : null;

/** How much larger than the whole picture each type's parts get, at most. */
export const largestFacet: Readonly<Record<FacetType, number>> = {
  flower: 1.3,
  explode: 1.25,
  slice: 1.2,
  rectangles: 1.48,
};
