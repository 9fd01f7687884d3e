import { createCanvas, GlobalFonts, type SKRSContext2D } from "@napi-rs/canvas";
import { fontFiles } from "../fonts/font-files.ts";
import { fallbackFonts, findFont, type KnownFont } from "../fonts/known-fonts.ts";
import type { FrameSize, SceneText } from "../scene/scene.ts";
import { makeSheet, type Sheet } from "./sheets.ts";

/** A text as a picture, and where its top left corner lies on the frame. */
export interface SetText {
  readonly sheet: Sheet;
  readonly x: number;
  readonly y: number;
}

const lineHeight = 1.25;
const longestSide = 8192;
/** A text that is as large as its box takes is never larger than this part of the box. */
const largestPart = 0.25;
const registered = new Set<string>();

/** Sets a text into its box: lines, sizes, alignment, and what is drawn around the letters. */
export function setText(text: SceneText, frame: FrameSize): SetText {
  const measure = createCanvas(1, 1).getContext("2d");
  const families = registerFonts(text);
  const set =
    text.fontPixels === null
      ? fitText(text, measure, families)
      : layOut(text, text.fontPixels, measure, families);
  const { style } = text;
  const { decoration } = style;
  const around = Math.ceil(
    set.fontPixels *
      (Math.max(decoration.stroke?.width ?? 0, 0) +
        (decoration.shadow
          ? Math.max(Math.abs(decoration.shadow.x), Math.abs(decoration.shadow.y)) + decoration.shadow.blur
          : 0) +
        (decoration.glow?.blur ?? 0) * 2 +
        0.3),
  );
  const place = placeBlock(text, set, frame);
  const hasBackground = style.background !== null;
  const area = hasBackground ? union(place.block, place.background) : place.block;
  const sheet = makeSheet({
    width: Math.min(longestSide, Math.ceil(area.width) + 2 * around),
    height: Math.min(longestSide, Math.ceil(area.height) + 2 * around),
  });
  const x = Math.floor(area.x) - around;
  const y = Math.floor(area.y) - around;
  const { context } = sheet;
  context.translate(-x, -y);
  if (style.background) {
    context.fillStyle = style.background;
    const { background } = place;
    context.fillRect(background.x, background.y, background.width, background.height);
  }
  drawLines(context, text, set, place.block, families);
  return { sheet, x, y };
}

interface LaidOut {
  readonly fontPixels: number;
  readonly lines: readonly { readonly words: string; readonly width: number }[];
  readonly width: number;
  readonly height: number;
  readonly step: number;
  readonly ascent: number;
}

function registerFonts({ style }: SceneText): string {
  const font = findFont(style.fontName);
  if (!font) throw new Error("A font that is not ours is refused before anything is drawn.");
  const all: KnownFont[] = [font, ...fallbackFonts];
  for (const one of all) {
    const key = `${one.family} ${style.weight} ${style.italic}`;
    if (registered.has(key)) continue;
    registered.add(key);
    for (const file of fontFiles(one, style.weight, style.italic))
      GlobalFonts.registerFromPath(file, one.family);
  }
  return [...new Set(all.map(({ family }) => `"${family}"`))].join(", ");
}

const fontOf = ({ style }: SceneText, pixels: number, families: string) =>
  `${style.italic ? "italic " : ""}${style.weight} ${pixels}px ${families}`;

/** The largest size at which the text, wrapped between words, stays in its box. */
function fitText(text: SceneText, context: SKRSContext2D, families: string): LaidOut {
  let [low, high] = [4, Math.max(4, text.box.height * largestPart)];
  for (let round = 0; round < 12; round++) {
    const middle = (low + high) / 2;
    const set = layOut(text, middle, context, families);
    if (set.width <= text.box.width && set.height <= text.box.height && !breaksWords(text, middle, context))
      low = middle;
    else high = middle;
  }
  return layOut(text, Math.floor(low), context, families);
}

function breaksWords({ content, box }: SceneText, _pixels: number, context: SKRSContext2D): boolean {
  return content.split(/\s+/).some((word) => context.measureText(word).width > box.width);
}

function layOut(text: SceneText, fontPixels: number, context: SKRSContext2D, families: string): LaidOut {
  context.font = fontOf(text, fontPixels, families);
  const limit = limitsOf(text, context);
  const paragraphs = text.content.split("\n");
  const broken = limit ? paragraphs.flatMap((line) => breakLine(line, limit.width, context)) : paragraphs;
  const kept = limit && broken.length > limit.lines ? cutAt(broken, limit, context) : broken;
  const lines = kept.map((words) => ({ words, width: context.measureText(words).width }));
  const step = fontPixels * lineHeight * (1 + text.style.lineSpacing);
  const { fontBoundingBoxAscent, fontBoundingBoxDescent } = context.measureText("Mg");
  const natural = fontBoundingBoxAscent + fontBoundingBoxDescent;
  return {
    fontPixels,
    lines,
    width: Math.max(...lines.map(({ width }) => width)),
    height: step * (lines.length - 1) + natural,
    step,
    ascent: fontBoundingBoxAscent,
  };
}

interface Limit {
  readonly width: number;
  readonly lines: number;
}

/** The box an advanced text's reference takes; the placement box of a text that wraps; else none. */
function limitsOf({ reference, style, box }: SceneText, context: SKRSContext2D): Limit | null {
  if (reference !== null) {
    const lines = reference.split("\n");
    return { width: Math.max(...lines.map((line) => context.measureText(line).width)), lines: lines.length };
  }
  return style.wrap ? { width: box.width, lines: Number.POSITIVE_INFINITY } : null;
}

/** Between words, and inside a word that is longer than a line. */
function breakLine(line: string, width: number, context: SKRSContext2D): string[] {
  const fits = (words: string) => context.measureText(words).width <= width + 0.5;
  const lines: string[] = [];
  let current = "";
  for (const word of line.split(/(?<=\s)(?=\S)/)) {
    if (fits((current + word).trimEnd())) {
      current += word;
      continue;
    }
    if (current !== "") lines.push(current.trimEnd());
    current = word;
    while (!fits(current.trimEnd())) {
      let kept = current.length - 1;
      while (kept > 1 && !fits(current.slice(0, kept))) kept -= 1;
      if (kept < 1) break;
      lines.push(current.slice(0, kept));
      current = current.slice(kept);
    }
  }
  return [...lines, current.trimEnd()];
}

function cutAt(lines: readonly string[], limit: Limit, context: SKRSContext2D): string[] {
  const kept = lines.slice(0, limit.lines);
  let last = kept.at(-1) ?? "";
  while (last !== "" && context.measureText(`${last}…`).width > limit.width + 0.5) last = last.slice(0, -1);
  return [...kept.slice(0, -1), `${last.trimEnd()}…`];
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function placeBlock(text: SceneText, set: LaidOut, frame: FrameSize): { block: Box; background: Box } {
  const { style, box } = text;
  const across = { left: 0, center: 0.5, right: 1 }[style.horizontal];
  if (text.type === "advanced") {
    // The first line's baseline begins, is centred or ends at the middle of the screen.
    const x = frame.width / 2 - set.width * across;
    const block = { x, y: frame.height / 2 - set.ascent, width: set.width, height: set.height };
    return { block, background: block };
  }
  const down = { top: 0, center: 0.5, bottom: 1 }[style.vertical];
  const block = {
    x: box.x + (box.width - set.width) * across,
    y: box.y + (box.height - set.height) * down,
    width: set.width,
    height: set.height,
  };
  const padding = set.fontPixels / 4;
  const isBand = text.type === "legend";
  const background = isBand
    ? { x: block.x - padding, y: block.y, width: block.width + 2 * padding, height: block.height }
    : box;
  return { block, background };
}

function drawLines(
  context: SKRSContext2D,
  text: SceneText,
  set: LaidOut,
  block: Box,
  families: string,
): void {
  const { style } = text;
  const { stroke, shadow, glow, fillOpacity } = style.decoration;
  context.font = fontOf(text, set.fontPixels, families);
  context.textBaseline = "alphabetic";
  context.direction = startsRightToLeft(text.content) ? "rtl" : "ltr";
  context.textAlign = "left";
  const across = { left: 0, center: 0.5, right: 1 }[style.horizontal];
  const each = (draw: (words: string, x: number, y: number) => void) => {
    for (const [index, { words, width }] of set.lines.entries()) {
      draw(words, block.x + (block.width - width) * across, block.y + set.ascent + index * set.step);
    }
  };
  const underneath = (color: string, blur: number, x: number, y: number) => {
    context.save();
    context.shadowColor = color;
    context.shadowBlur = blur;
    context.shadowOffsetX = x;
    context.shadowOffsetY = y;
    context.fillStyle = color;
    each((words, left, baseline) => context.fillText(words, left, baseline));
    context.restore();
  };
  const em = set.fontPixels;
  if (glow) underneath(glow.color, glow.blur * em * 2, 0, 0);
  if (shadow) {
    // Up is positive in the service's coordinates.
    context.save();
    context.shadowColor = shadow.color;
    context.shadowBlur = shadow.blur * em;
    context.shadowOffsetX = shadow.x * em;
    context.shadowOffsetY = -shadow.y * em;
    context.fillStyle = style.color;
    each((words, left, baseline) => context.fillText(words, left, baseline));
    context.restore();
  }
  if (stroke && stroke.width > 0) {
    context.strokeStyle = stroke.color;
    // Half of the line lies under the letter.
    context.lineWidth = stroke.width * em * 2;
    context.lineJoin = "round";
    each((words, left, baseline) => context.strokeText(words, left, baseline));
  }
  context.globalAlpha = Math.min(1, Math.max(0, fillOpacity));
  context.fillStyle = style.color;
  each((words, left, baseline) => context.fillText(words, left, baseline));
  context.globalAlpha = 1;
}

const startsRightToLeft = (text: string) =>
  /^[^\p{L}]*[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u.test(text);

function union(a: Box, b: Box): Box {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  };
}
