import { Attributes } from "./attributes.ts";
import { adapterByDefault, adapterOf, readDirection } from "./effect-motion.ts";
import {
  type Animator,
  type AudioNode,
  adapters,
  type EffectNode,
  effectTypes,
  type Filter,
  isAdapter,
  type Medium,
  type Node,
  type OverlayNode,
  type SequenceNode,
  type Timing,
} from "./movie.ts";
import type { XmlElement } from "./parse-xml.ts";
import type { Position, Problems } from "./problems.ts";
import { homeOf, readAnimator, readFilter } from "./read-filters.ts";
import { readText } from "./read-text.ts";

type ReadSequence = (element: XmlElement, problems: Problems, reader: NodeReader) => SequenceNode;

interface Base {
  readonly at: Position;
  readonly timing: Timing;
  readonly filters: readonly Filter[];
  readonly animators: readonly Animator[];
}

const slideShows: readonly string[] = ["diving", "sliding", "rotator", "square"];
const longestSlideShow = 100;

/** Reads the elements that draw or sound, and the media inside them. */
export class NodeReader {
  readonly #problems: Problems;
  readonly #readSequence: ReadSequence;

  constructor(problems: Problems, readSequence: ReadSequence) {
    this.#problems = problems;
    this.#readSequence = readSequence;
  }

  readNode(element: XmlElement): Node | undefined {
    switch (element.name) {
      case "sequence":
        return this.#readSequence(element, this.#problems, this);
      case "stack":
        return this.#readStack(element);
      case "effect":
        return this.#readEffect(element);
      case "overlay":
        return this.#readOverlay(element);
      case "text":
        return this.#readText(element);
      case "audio":
        return this.#readAudio(element);
      default:
        this.#problems.add(element, this.#whyNoNode(element));
        return undefined;
    }
  }

  readBase(attributes: Attributes): Base {
    const { element } = attributes;
    const filters: Filter[] = [];
    const animators: Animator[] = [];
    for (const child of element.children) {
      if (child.name === "filter") {
        const filter = this.#readFilter(child, element);
        if (filter) filters.push(filter);
      } else if (child.name === "animator") {
        const animator = readAnimator(child, this.#problems);
        if (animator) animators.push(animator);
      }
    }
    return {
      at: { line: element.line, column: element.column },
      timing: attributes.timing(),
      filters,
      animators,
    };
  }

  isModifier(element: XmlElement): boolean {
    return element.name === "filter" || element.name === "animator";
  }

  /** Words between elements would not be seen. */
  refuseText(element: XmlElement): void {
    if (element.text.trim() !== "") this.#problems.add(element, `text in <${element.name}> is not rendered`);
  }

  #whyNoNode({ name }: XmlElement): string {
    if (name === "image" || name === "video") return `<${name}> must be inside an effect, overlay or filter`;
    if (name === "transition") return "a transition stands between the elements of a sequence";
    return `<${name}> is not rendered by this engine`;
  }

  #readStack(element: XmlElement): Node {
    const attributes = new Attributes(element, this.#problems);
    const base = this.readBase(attributes);
    attributes.text("name");
    attributes.finish();
    this.refuseText(element);
    const children = element.children.flatMap((child) =>
      this.isModifier(child) ? [] : (this.readNode(child) ?? []),
    );
    if (children.length === 0) this.#problems.add(element, "<stack> is empty");
    return { kind: "stack", ...base, children };
  }

  #readEffect(element: XmlElement): EffectNode {
    const attributes = new Attributes(element, this.#problems);
    const base = this.readBase(attributes);
    attributes.required("type");
    const type = attributes.choice("type", effectTypes) ?? "none";
    const adapter = attributes.choice("adapter", adapters) ?? adapterByDefault(type);
    const media = this.#readMedia(element);
    const direction = readDirection(
      attributes,
      type,
      media.map((medium) => adapterOf(medium) ?? adapter),
    );
    if (type === "rectangles") attributes.choice("filterType", ["grow"]);
    attributes.refuseDepth();
    if (attributes.number("timeOffset")) attributes.fault("timeOffset", "timeOffset is not rendered");
    attributes.finish();
    this.refuseText(element);
    const most = slideShows.includes(type) ? longestSlideShow : 1;
    if (media.length === 0) this.#problems.add(element, "<effect> needs an image or a video inside");
    if (media.length > most) {
      this.#problems.add(
        element,
        `an effect of type ${type} takes ${most === 1 ? "one medium" : `up to ${most} media`}`,
      );
    }
    return { kind: "effect", ...base, type, direction, adapter, media };
  }

  #readOverlay(element: XmlElement): OverlayNode | undefined {
    const attributes = new Attributes(element, this.#problems);
    const base = this.readBase(attributes);
    const placement = attributes.placement();
    attributes.refuseDepth();
    attributes.finish();
    this.refuseText(element);
    const [medium, second] = this.#readMedia(element);
    if (second) this.#problems.add(second.at, "an overlay has one medium");
    if (!medium) this.#problems.add(element, "<overlay> needs an image or a video inside");
    return medium && { kind: "overlay", ...base, placement, medium };
  }

  #readText(element: XmlElement): Node {
    const attributes = new Attributes(element, this.#problems);
    const base = this.readBase(attributes);
    const text = readText(attributes, element, base.filters, this.#problems);
    attributes.finish();
    return { kind: "text", ...base, ...text };
  }

  #readAudio(element: XmlElement): AudioNode {
    const attributes = new Attributes(element, this.#problems);
    const base = this.readBase(attributes);
    if (attributes.text("voice") !== null) {
      attributes.fault(
        "voice",
        "speech (voice) is not made by this engine: the voices were the service's own",
      );
    } else this.refuseText(element);
    const url = this.#readUrl(attributes);
    const node: AudioNode = {
      kind: "audio",
      ...base,
      url,
      sound: this.#readSound(attributes),
      loop: attributes.boolean("loop") ?? false,
      fadeIn: attributes.seconds("fadein") ?? 0,
      fadeOut: attributes.seconds("fadeout") ?? 0,
    };
    attributes.finish();
    for (const child of element.children) {
      this.#problems.add(child, `<${child.name}> in <audio> is not rendered`);
    }
    return node;
  }

  #readSound(attributes: Attributes) {
    return {
      skip: attributes.seconds("skip") ?? 0,
      volume: attributes.number("volume", { min: 0, max: 10 }) ?? 1,
      speed: attributes.number("speed", { min: 0.05, max: 20 }) ?? 1,
    };
  }

  #readMedia(element: XmlElement): Medium[] {
    return element.children.flatMap((child) =>
      this.isModifier(child) ? [] : (this.#readMedium(child) ?? []),
    );
  }

  #readMedium(element: XmlElement): Medium | undefined {
    if (element.name === "image") return this.#readImage(element);
    if (element.name === "video") return this.#readVideo(element);
    const node = this.readNode(element);
    return node && { kind: "node", at: node.at, filters: [], node };
  }

  #readImage(element: XmlElement): Medium {
    const attributes = new Attributes(element, this.#problems);
    const base = { at: { line: element.line, column: element.column }, filters: this.#readFilters(element) };
    attributes.choice("type", ["bitmap"]);
    const color = attributes.color("color");
    const duration = attributes.seconds("duration");
    if (color !== null) {
      attributes.finish();
      return { kind: "color", ...base, color, duration };
    }
    if (attributes.text("filename") === null) attributes.fault("filename", "<image> needs filename or color");
    const url = attributes.text("filename") === null ? "" : this.#readUrl(attributes);
    attributes.finish();
    return { kind: "image", ...base, url, duration };
  }

  #readVideo(element: XmlElement): Medium {
    const attributes = new Attributes(element, this.#problems);
    const medium: Medium = {
      kind: "video",
      at: { line: element.line, column: element.column },
      filters: this.#readFilters(element),
      url: this.#readUrl(attributes),
      sound: this.#readSound(attributes),
      isHeard: attributes.boolean("audio") ?? true,
      duration: attributes.seconds("duration"),
      marginStart: attributes.seconds("margin-start") ?? 0,
    };
    attributes.finish();
    return medium;
  }

  #readFilters(element: XmlElement): Filter[] {
    const filters: Filter[] = [];
    for (const child of element.children) {
      const filter = child.name === "filter" ? this.#readFilter(child, element) : undefined;
      if (filter && isAdapter(filter.type) && filters.some(({ type }) => isAdapter(type)))
        this.#problems.add(filter.at, `<${element.name}> has an adapter already`);
      if (filter) filters.push(filter);
      else if (child.name !== "filter") {
        this.#problems.add(child, `<${child.name}> in <${element.name}> is not rendered`);
      }
    }
    return filters;
  }

  #readFilter(element: XmlElement, parent: XmlElement): Filter | undefined {
    const filter = readFilter(element, this.#problems, (medium) => this.#readMedium(medium));
    if (!filter) return undefined;
    const home = homeOf(filter.type);
    if (home && !home.includes(parent.name)) {
      const where = home.map((name) => `<${name}>`).join(" or ");
      this.#problems.add(filter.at, `a ${filter.type} filter is rendered inside ${where} alone`);
    }
    return filter;
  }

  #readUrl(attributes: Attributes): string {
    const url = attributes.required("filename");
    if (url !== "" && !/^https?:\/\//i.test(url))
      attributes.fault("filename", "filename must be an http address");
    return url;
  }
}
