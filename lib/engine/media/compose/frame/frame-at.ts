import { frameMedium } from "../scene/framing.ts";
import {
  type FrameRate,
  type Join,
  type Scene,
  type SceneFilter,
  type SceneMedium,
  type SceneNode,
  type Span,
  secondsPerFrame,
} from "../scene/scene.ts";
import { movementAt, progressIn } from "./animate.ts";
import { filterAt } from "./changes.ts";
import { facetPaints } from "./facet-paints.ts";
import { type Change, layer, type Paint } from "./paint.ts";
import { joinPaints } from "./transitions.ts";

/** Times are sums of decimal fractions: an instant that is meant must not be missed by their rounding. */
const epsilon = 1e-6;

const isShown = ({ start, end }: Span, time: number) => time >= start - epsilon && time < end - epsilon;

/** What a frame shows, its number counted from 0. The frame's time is its beginning. */
export function frameAt(scene: Scene, frame: number): Paint[] {
  const painter = new FramePainter(scene, frame * secondsPerFrame(scene.rate));
  return painter.paint(scene.root, true);
}

class FramePainter {
  readonly #scene: Scene;
  readonly #time: number;

  constructor(scene: Scene, time: number) {
    this.#scene = scene;
    this.#time = time;
  }

  /** `isOnBlack`: what is below is opaque, so that sheets may be added up on it. */
  paint(node: SceneNode, isOnBlack: boolean): Paint[] {
    if (!isShown(node.span, this.#time)) return [];
    const { frame } = this.#scene;
    const isPlain = node.filters.length === 0 && node.animators.length === 0;
    const paints = this.#contentPaints(node, isOnBlack && isPlain);
    if (isPlain || paints.length === 0) return paints;
    const filtered = this.#filtered(paints, node.filters, node.bounds);
    const matrix = movementAt(node.animators, node.bounds, frame, this.#time);
    return matrix ? [layer(filtered, { matrix })] : filtered;
  }

  #contentPaints({ content, span }: SceneNode, isOnBlack: boolean): Paint[] {
    switch (content.kind) {
      case "stack":
        return content.children.flatMap((child, index) => this.paint(child, isOnBlack && index === 0));
      case "sequence":
        return this.#joined(content.joins, content.items, isOnBlack, (item) => this.paint(item, false));
      case "media":
        return this.#joined(content.joins, content.media, isOnBlack, (medium) => this.#mediumPaints(medium));
      case "text": {
        const since = this.#time - span.start;
        const { x, y } = content.scroll ?? { x: 0, y: 0 };
        return [{ kind: "text", text: content.text, x: x * since, y: y * since }];
      }
      case "silent":
        return [];
    }
  }

  #joined<Item extends { readonly span: Span }>(
    joins: readonly Join[],
    items: readonly Item[],
    isOnBlack: boolean,
    paint: (item: Item) => Paint[],
  ): Paint[] {
    const join = joins.find(({ span }) => isShown(span, this.#time));
    const shown = items.filter(({ span }) => isShown(span, this.#time));
    if (!join) return shown.flatMap(paint);
    const [old, next] = [items[join.index], items[join.index + 1]];
    if (!old || !next) return shown.flatMap(paint);
    const progress = progressIn(join.span, this.#time);
    const paints = joinPaints(join, { old: paint(old), next: paint(next) }, this.#scene.frame, progress);
    return isOnBlack ? paints : [layer(paints, {})];
  }

  #mediumPaints(medium: SceneMedium): Paint[] {
    if (!isShown(medium.span, this.#time)) return [];
    const { picture, box, framing, facets } = medium;
    const progress = progressIn(medium.span, this.#time);
    const paints = (): Paint[] => {
      if (picture.kind === "color") return [{ kind: "fill", color: picture.color, at: box }];
      if (picture.kind === "node") return this.#nodeInBox(picture.node, medium, progress);
      const framed = frameMedium(picture.size, box, framing, progress);
      if (picture.kind === "image") {
        return [{ kind: "picture", from: { kind: "image", image: picture.image }, ...framed }];
      }
      const frame = clipFrame(this.#time - medium.span.start, this.#scene.rate);
      return [{ kind: "picture", from: { kind: "clip", clip: picture.clip, frame }, ...framed }];
    };
    const parts = facets ? facetPaints(facets, paints(), box, progress) : paints();
    if (medium.filters.length === 0) return parts;
    const size = picture.kind === "image" || picture.kind === "clip" ? picture.size : null;
    const bounds = size ? frameMedium(size, box, framing, progress).at : box;
    return this.#filtered(parts, medium.filters, bounds);
  }

  /** A node in the place of a medium is drawn on a whole frame, and that frame laid into the box. */
  #nodeInBox(node: SceneNode, { box, framing }: SceneMedium, progress: number): Paint[] {
    const paints = this.paint(node, false);
    const { frame } = this.#scene;
    const { at, crop } = frameMedium(frame, box, framing, progress);
    if (!crop && at.width === frame.width && at.height === frame.height) return paints;
    const part = crop ?? { x: 0, y: 0, width: 1, height: 1 };
    const [across, down] = [at.width / (part.width * frame.width), at.height / (part.height * frame.height)];
    const [x, y] = [at.x - part.x * frame.width * across, at.y - part.y * frame.height * down];
    return [layer([layer(paints, { matrix: [across, 0, 0, down, x, y] })], { clip: [{ kind: "rect", at }] })];
  }

  /** Filters in document order; those that change pixels on one sheet, as far as no opacity comes between. */
  #filtered(paints: readonly Paint[], filters: readonly SceneFilter[], bounds: SceneNode["bounds"]): Paint[] {
    const changes: Change[] = [];
    let opacity = 1;
    for (const filter of filters) {
      const effect = filterAt(filter, {
        bounds,
        frame: this.#scene.frame,
        time: this.#time,
        paintMask: (medium) => this.#mediumPaints(medium),
      });
      if (!effect) continue;
      changes.push(...effect.changes);
      opacity *= effect.opacity;
    }
    if (changes.length === 0 && opacity === 1) return [...paints];
    return opacity <= 0 ? [] : [layer(paints, { changes, opacity })];
  }
}

/** The clip's frame that is shown at this time from its start; half a frame's rounding never skips one. */
const clipFrame = (seconds: number, { frames, seconds: per }: FrameRate) =>
  Math.max(0, Math.floor((seconds * frames) / per + 1e-4));
