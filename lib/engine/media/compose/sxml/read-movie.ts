import { Attributes } from "./attributes.ts";
import type { Movie, Node, SequenceNode, Transition } from "./movie.ts";
import { transitionTypes } from "./movie.ts";
import { parseXml, type XmlElement } from "./parse-xml.ts";
import { Problems } from "./problems.ts";
import { NodeReader } from "./read-nodes.ts";

/**
 * Reads an SXML definition. Whatever it asks for that this engine does not draw or play is an error that names the
 * element and its place: a film that silently lacks something is worse than none. Throws `SxmlError`.
 */
export function readMovie(text: string): Movie {
  const root = parseXml(text);
  const problems = new Problems();
  const movie = readRoot(root, problems);
  problems.throwIfAny();
  if (!movie) throw new Error("A definition without problems has a body.");
  return movie;
}

function readRoot(root: XmlElement, problems: Problems): Movie | undefined {
  if (root.name !== "movie") {
    problems.add(root, `the root element must be <movie>, not <${root.name}>`);
    return undefined;
  }
  const attributes = new Attributes(root, problems);
  attributes.required("service");
  attributes.choice("service", ["craftsman-1.0"]);
  attributes.finish();
  for (const child of root.children) {
    if (child.name !== "body") problems.add(child, `<${child.name}> in <movie> is not rendered`);
  }
  const bodies = root.children.filter((child) => child.name === "body");
  const [body, second] = bodies;
  if (second) problems.add(second, "there is one <body>");
  if (!body) {
    problems.add(root, "<movie> needs a <body>");
    return undefined;
  }
  const reader = new NodeReader(problems, readSequence);
  return { body: readSequence(body, problems, reader) };
}

function readSequence(element: XmlElement, problems: Problems, reader: NodeReader): SequenceNode {
  const attributes = new Attributes(element, problems);
  const base = reader.readBase(attributes);
  attributes.finish();
  reader.refuseText(element);
  const items: Node[] = [];
  const transitions: (Transition | null)[] = [];
  let waiting: Transition | undefined;
  for (const child of element.children) {
    if (reader.isModifier(child)) continue;
    if (child.name === "transition") {
      if (items.length === 0 || waiting)
        problems.add(child, "a transition stands between two elements that follow one another");
      waiting = readTransition(child, problems);
      continue;
    }
    const item = reader.readNode(child);
    if (!item) continue;
    if (items.length > 0) transitions.push(waiting ?? null);
    waiting = undefined;
    items.push(item);
  }
  if (waiting) problems.add(waiting.at, "a transition stands between two elements that follow one another");
  if (items.length === 0) problems.add(element, `<${element.name}> is empty`);
  return { kind: "sequence", ...base, items, transitions };
}

const defaultTransitionSeconds = 1;

function readTransition(element: XmlElement, problems: Problems): Transition {
  const attributes = new Attributes(element, problems);
  const type = attributes.choice("type", transitionTypes) ?? "crossfade";
  const duration = attributes.seconds("duration") ?? defaultTransitionSeconds;
  const direction = readDirection(attributes, type);
  const side = direction === "positive" || direction === null ? "left" : direction;
  const given = type === "dualmove" ? readDirections(attributes) : null;
  if (given) attributes.refuse("direction", "directions are given too");
  attributes.refuseDepth();
  attributes.finish();
  for (const child of element.children) {
    problems.add(child, `<${child.name}> in <transition> is not rendered`);
  }
  const newSide = side === "negative" ? "right" : side;
  return {
    at: { line: element.line, column: element.column },
    type,
    duration,
    direction: given?.[1] ?? newSide,
    oldDirection: given?.[0] ?? newSide,
  };
}

const sides = ["left", "right", "up", "down"] as const;
const undirected: readonly Transition["type"][] = ["crossfade", "circle", "radial", "waterdrop", "swirl"];

function readDirection(attributes: Attributes, type: Transition["type"]) {
  if (type === "spiral") return attributes.choice("direction", ["positive", "negative"]);
  if (!undirected.includes(type)) return attributes.choice("direction", [...sides, "positive", "negative"]);
  attributes.refuse("direction", `a ${type} goes in no direction`);
  return null;
}

function readDirections(attributes: Attributes) {
  const value = attributes.text("directions");
  if (value === null) return null;
  const [old, next, ...rest] = value.split(",").map((part) => sides.find((side) => side === part.trim()));
  if (old && next && rest.length === 0) return [old, next] as const;
  attributes.fault("directions", "directions must be two of left, right, up and down, parted by a comma");
  return null;
}
