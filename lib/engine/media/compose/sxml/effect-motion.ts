import type { Attributes } from "./attributes.ts";
import {
  type Adapter,
  type EffectNode,
  type EffectType,
  isAdapter,
  isFaceted,
  type Medium,
  type Side,
} from "./movie.ts";

const sides: readonly Side[] = ["left", "right", "up", "down"];
const senses = ["positive", "negative"] as const;

/** How a medium of another shape gets into an effect that does not say. */
export function adapterByDefault(type: EffectType): Adapter {
  if (type === "panscan" || type === "panel") return "panoramicAdapter";
  return ["none", "sliding", "rotator", "square"].includes(type) ? "none" : "kenburnsAdapter";
}

/** The adapter that a medium carries as a filter of its own. */
export function adapterOf({ filters }: Medium): Adapter | undefined {
  return filters.map(({ type }) => type).find(isAdapter);
}

/** A direction is one of what moves: of media that slide, of a pan (by its side), of a zoom or of parts (in or out). */
export function readDirection(
  attributes: Attributes,
  type: EffectType,
  ofMedia: readonly Adapter[],
): EffectNode["direction"] {
  const hasSides = type === "sliding" || type === "square" || ofMedia.includes("panoramicAdapter");
  const isZoomed = ofMedia.some((adapter) => adapter === "zoomAdapter" || adapter === "kenburnsAdapter");
  if (hasSides) return attributes.choice("direction", [...senses, ...sides]);
  if (isZoomed || isFaceted(type)) return attributes.choice("direction", senses);
  attributes.refuse("direction", `nothing of an effect of type ${type} moves in a direction`);
  return null;
}
