import type { Fade, Track } from "../sound/track.ts";
import {
  type EffectNode,
  type Filter,
  isAdapter,
  type Medium,
  type Movie,
  type Node,
  type OverlayNode,
  type SequenceNode,
  type StackNode,
  type TextNode,
} from "../sxml/movie.ts";
import { Problems } from "../sxml/problems.ts";
import { largestScale, toSceneAnimator, toWindow } from "./animators.ts";
import {
  defaultSeconds,
  margins,
  mediumSeconds,
  naturalSeconds,
  placeInParent,
  secondsInSequence,
} from "./durations.ts";
import { type Facets, facetsOf, largestFacet } from "./facets.ts";
import { type Framing, framingOf, neededSize } from "./framing.ts";
import type { MediaBook } from "./media-book.ts";
import { placeBox } from "./place-box.ts";
import { placeText } from "./place-text.ts";
import type {
  FrameRate,
  FrameSize,
  Join,
  Rect,
  Scene,
  SceneClip,
  SceneContent,
  SceneFilter,
  SceneImage,
  SceneMedium,
  SceneNode,
  ScenePicture,
  SceneText,
  Span,
} from "./scene.ts";
import { SoundTracks } from "./sound-tracks.ts";

export interface BuiltScene {
  readonly scene: Scene;
  readonly tracks: readonly Track[];
  readonly durationSeconds: number;
}

/** A film longer than this is refused: it would hold a lane for days. */
const longestSeconds = 4 * 3600;
const slideShowJoins = { sliding: "move", diving: "dive", rotator: "swirl", square: "cube" } as const;

/** Computes when and where everything is shown and heard. Throws `SxmlError` for what the media do not allow. */
export function buildScene(
  movie: Movie,
  book: MediaBook,
  output: { readonly frame: FrameSize; readonly rate: FrameRate },
): BuiltScene {
  return new SceneBuilder(book, output.frame, output.rate).build(movie);
}

interface Context {
  /** How much larger than their box pictures get: what animators around them do. */
  readonly scale: number;
  readonly fades: readonly Fade[];
}

class SceneBuilder {
  readonly #book: MediaBook;
  readonly #frame: FrameSize;
  readonly #rate: FrameRate;
  readonly #problems = new Problems();
  readonly #images: SceneImage[] = [];
  readonly #clips: SceneClip[] = [];
  readonly #texts: SceneText[] = [];
  readonly #sounds: SoundTracks;

  constructor(book: MediaBook, frame: FrameSize, rate: FrameRate) {
    this.#book = book;
    this.#frame = frame;
    this.#rate = rate;
    this.#sounds = new SoundTracks(book, this.#problems);
  }

  build({ body }: Movie): BuiltScene {
    const own = naturalSeconds(body, this.#book) ?? defaultSeconds;
    const lasts = own + margins(body);
    if (lasts > longestSeconds) {
      this.#problems.add(body.at, `the film would last longer than ${longestSeconds / 3600} hours`);
    }
    const frameCount = Math.round((lasts * this.#rate.frames) / this.#rate.seconds);
    this.#problems.throwIfAny();
    const start = body.timing.marginStart ?? 0;
    const root = this.#buildNode(body, { start, end: start + own }, { scale: 1, fades: [] });
    if (frameCount < 1) this.#problems.add(body.at, "the film would last no time at all");
    this.#problems.throwIfAny();
    return {
      scene: {
        frame: this.#frame,
        rate: this.#rate,
        frameCount,
        root,
        images: this.#images,
        clips: this.#clips,
        texts: this.#texts,
      },
      tracks: this.#sounds.tracks,
      durationSeconds: (frameCount * this.#rate.seconds) / this.#rate.frames,
    };
  }

  get #whole(): Rect {
    return { x: 0, y: 0, ...this.#frame };
  }

  #buildNode(node: Node, span: Span, context: Context): SceneNode {
    const scale = context.scale * Math.max(1, ...node.animators.map(largestScale));
    const inside = { ...context, scale: Math.min(4, scale) };
    const [content, bounds] = this.#buildContent(node, span, inside);
    return {
      span,
      bounds,
      content,
      filters: node.filters.map((filter) => this.#buildFilter(filter, span, inside)),
      animators: node.animators.map((animator) => toSceneAnimator(animator, span)),
    };
  }

  #buildContent(node: Node, span: Span, context: Context): [SceneContent, Rect] {
    switch (node.kind) {
      case "sequence":
        return [this.#buildSequence(node, span, context), this.#whole];
      case "stack":
        return [this.#buildStack(node, span, context), this.#whole];
      case "effect":
        return [this.#buildEffect(node, span, context), this.#whole];
      case "overlay":
        return this.#buildOverlay(node, span, context);
      case "text":
        return this.#buildText(node);
      case "audio":
        this.#sounds.addAudio(node, span, context.fades);
        return [{ kind: "silent" }, this.#whole];
    }
  }

  #buildStack(node: StackNode, span: Span, context: Context): SceneContent {
    const children = node.children.map((child) => {
      const placed = placeInParent(child, span, this.#book);
      if (placed.end <= placed.start) {
        this.#problems.add(child.at, "its margins, or its parent's end, leave no time for this element");
      }
      return this.#buildNode(child, placed, context);
    });
    return { kind: "stack", children };
  }

  #buildSequence(node: SequenceNode, span: Span, context: Context): SceneContent {
    const joins: Join[] = [];
    const placed: { node: Node; span: Span; fades: Fade[] }[] = [];
    let cursor = span.start;
    for (const [index, item] of node.items.entries()) {
      if (item.timing.duration === "parent") {
        this.#problems.add(
          item.at,
          'duration=".." has no meaning in a sequence: its parent asks its children',
        );
      }
      const lasts = secondsInSequence(item, this.#book);
      if (lasts <= 0) this.#problems.add(item.at, "this element lasts no time at all");
      const start = cursor + (item.timing.marginStart ?? 0);
      const fades: Fade[] = [];
      const transition = node.transitions[index];
      cursor += lasts + margins(item);
      const before = node.transitions[index - 1];
      if (before) fades.push({ kind: "in", start: start, seconds: before.duration });
      if (transition) {
        const next = node.items[index + 1];
        const nextLasts = next ? secondsInSequence(next, this.#book) : 0;
        if (transition.duration > lasts + 1e-9 || transition.duration > nextLasts + 1e-9) {
          this.#problems.add(transition.at, "the transition lasts longer than an element that it joins");
        }
        cursor -= transition.duration;
        fades.push({ kind: "out", start: cursor, seconds: transition.duration });
        if (transition.duration > 0) {
          const { type, direction, oldDirection } = transition;
          const join = { start: cursor, end: cursor + transition.duration };
          joins.push({ index, span: join, type, direction, oldDirection });
        }
      }
      placed.push({ node: item, span: { start, end: Math.min(span.end, start + lasts) }, fades });
    }
    const items = placed
      // What lasts no time is looked into all the same: why it does is told there.
      .filter((item) => item.span.start < span.end || span.end <= span.start)
      .map((item) =>
        this.#buildNode(item.node, item.span, {
          ...context,
          fades: [...context.fades, ...item.fades.filter((fade) => fade.seconds > 0)],
        }),
      );
    return { kind: "sequence", items, joins: joins.filter(({ index }) => index + 1 < items.length) };
  }

  #buildEffect(node: EffectNode, span: Span, context: Context): SceneContent {
    const share = (span.end - span.start) / Math.max(1, node.media.length);
    const joinType =
      node.type in slideShowJoins ? slideShowJoins[node.type as keyof typeof slideShowJoins] : null;
    const joinSeconds = joinType ? Math.min(1, share / 2) : 0;
    const media = node.media.map((medium, index) => {
      const start = span.start + index * share;
      const isLast = index === node.media.length - 1;
      const shown = { start, end: isLast ? span.end : start + share + joinSeconds };
      return this.#buildMedium(medium, shown, this.#whole, context, (filters) => ({
        framing: framingOf(filters, node),
        facets: facetsOf(node),
      }));
    });
    const joins = media.slice(1).flatMap(({ span: next }, index): Join[] =>
      joinType
        ? [
            {
              index,
              span: { start: next.start, end: next.start + joinSeconds },
              type: joinType,
              direction: toSide(node.direction),
              oldDirection: toSide(node.direction),
            },
          ]
        : [],
    );
    return { kind: "media", media, joins };
  }

  #buildOverlay(node: OverlayNode, span: Span, context: Context): [SceneContent, Rect] {
    const size = this.#sizeOf(node.medium);
    const box = placeBox(node.placement, this.#frame, size);
    const medium = this.#buildMedium(node.medium, span, box, context, (filters) => ({
      framing: framingOf(filters, null),
      facets: null,
    }));
    return [{ kind: "media", media: [medium], joins: [] }, box];
  }

  #buildMedium(
    medium: Medium,
    span: Span,
    box: Rect,
    context: Context,
    toMotion: (filters: readonly Filter[]) => { framing: Framing; facets: Facets | null },
  ): SceneMedium {
    const { framing, facets } = toMotion(medium.filters);
    const lasts = medium.kind === "node" ? null : mediumSeconds(medium, this.#book);
    const start = span.start + (medium.kind === "video" ? medium.marginStart : 0);
    const limit =
      medium.kind !== "video" && lasts !== null ? Math.min(span.end, span.start + lasts) : span.end;
    const shown = { start, end: limit };
    const own = medium.filters.filter(({ type }) => !isAdapter(type));
    return {
      span: shown,
      box,
      framing,
      facets,
      picture: this.#buildPicture(medium, shown, box, framing, {
        ...context,
        scale: context.scale * (facets ? largestFacet[facets.type] : 1),
      }),
      filters: own.map((filter) => this.#buildFilter(filter, shown, context)),
    };
  }

  #buildPicture(medium: Medium, span: Span, box: Rect, framing: Framing, context: Context): ScenePicture {
    if (medium.kind === "color") return { kind: "color", color: medium.color };
    if (medium.kind === "node") return { kind: "node", node: this.#buildNode(medium.node, span, context) };
    const { source } = this.#book.find(medium.url);
    const size = this.#sizeOf(medium);
    if (!size) {
      this.#problems.add(medium.at, `<${medium.kind}>: the file at this address has no picture`);
      return { kind: "color", color: "#000000ff" };
    }
    const needed = neededSize(size, box, framing, context.scale);
    if (medium.kind === "image") return { kind: "image", image: this.#addImage({ source, ...needed }), size };
    this.#sounds.addVideo(medium, source, span, context.fades);
    this.#clips.push({ source, ...needed, skip: medium.sound.skip, speed: medium.sound.speed, span });
    return { kind: "clip", clip: this.#clips.length - 1, size };
  }

  #addImage(image: SceneImage): number {
    const known = this.#images.findIndex(
      ({ source, width, height }) =>
        source === image.source && width === image.width && height === image.height,
    );
    return known >= 0 ? known : this.#images.push(image) - 1;
  }

  #sizeOf(medium: Medium): FrameSize | null {
    if (medium.kind === "color") return null;
    if (medium.kind === "node") return this.#frame;
    const { facts } = this.#book.find(medium.url);
    if (facts.width === null || facts.height === null) return null;
    return { width: facts.width, height: facts.height };
  }

  #buildText(node: TextNode): [SceneContent, Rect] {
    const { text, scroll } = placeText(node, this.#frame, this.#problems);
    this.#texts.push(text);
    return [{ kind: "text", text: this.#texts.length - 1, scroll }, text.box];
  }

  #buildFilter(filter: Filter, span: Span, context: Context): SceneFilter {
    const window = toWindow(filter.timing, span);
    const { type, numbers, colors, vectors } = filter;
    return {
      type,
      numbers,
      colors,
      vectors,
      window,
      medium:
        filter.medium &&
        this.#buildMedium(filter.medium, span, this.#whole, context, (filters) => ({
          framing: framingOf(filters, { adapter: "none", direction: null }),
          facets: null,
        })),
      animators: filter.animators.map((animator) => toSceneAnimator(animator, span)),
    };
  }
}

function toSide(direction: EffectNode["direction"]): Join["direction"] {
  if (direction === null || direction === "positive") return "left";
  return direction === "negative" ? "right" : direction;
}
