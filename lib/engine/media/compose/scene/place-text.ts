import { missingCharacters, missingStyle } from "../fonts/font-files.ts";
import { findFont, knownFonts } from "../fonts/known-fonts.ts";
import type { TextNode } from "../sxml/movie.ts";
import type { Problems } from "../sxml/problems.ts";
import { placeBox } from "./place-box.ts";
import type { FrameSize, SceneText } from "./scene.ts";
import { sideVector } from "./side.ts";

/** Font sizes and speeds are given at this many lines. */
const referenceLines = 360;

export interface PlacedText {
  readonly text: SceneText;
  /** Pixels a second. */
  readonly scroll: { readonly x: number; readonly y: number } | null;
}

/** A text in its box, in the frame's pixels. What no font of ours has becomes a problem at its place. */
export function placeText(node: TextNode, frame: FrameSize, problems: Problems): PlacedText {
  checkFont(node, problems);
  const box = placeBox(textPlacement(node), frame, null);
  const lines = frame.height / referenceLines;
  const size = node.style.fontSize ?? (node.type === "zone" ? null : node.type === "legend" ? 24 : 36);
  const speed = (node.scroll?.speed ?? 0) * lines;
  const way = node.scroll ? sideVector(node.scroll.direction) : null;
  return {
    text: {
      type: node.type,
      content: node.content,
      box,
      fontPixels: size === null ? null : size * lines,
      style: node.style,
      reference: node.reference,
    },
    scroll: way && { x: way[0] * speed, y: way[1] * speed },
  };
}

function checkFont({ at, style, content }: TextNode, problems: Problems): void {
  const font = findFont(style.fontName);
  if (!font) {
    const ours = knownFonts.map(({ family }) => family).join(", ");
    problems.add(at, `there is no font "${style.fontName}"; there are ${ours}`);
    return;
  }
  for (const lack of missingStyle(font, style)) problems.add(at, lack);
  const missing = missingCharacters(content, font);
  if (missing.length > 0) {
    problems.add(at, `no font of this engine has ${missing.slice(0, 10).join(" ")}`);
  }
}

/** A caption is a band at the bottom; other text has the whole frame. */
function textPlacement({ type, placement }: TextNode): TextNode["placement"] {
  const isPlaced = Object.values(placement).some((value) => value !== null);
  if (isPlaced || type !== "legend") return placement;
  return { ...placement, left: 0.05, right: 0.05, top: 0.6, bottom: 0.05 };
}
