import type { SKRSContext2D } from "@napi-rs/canvas";
import type { Change, Clip, LayerPaint, Paint } from "../frame/paint.ts";
import type { Rect, Scene } from "../scene/scene.ts";
import { changePixels, distance, luma } from "./change-pixels.ts";
import { type Sheet, SheetPool, type Smoothing } from "./sheets.ts";
import type { SetText } from "./typeset.ts";

/** The pictures that a frame's paints name, ready to be drawn. */
export interface Pictures {
  image(image: number): Sheet;
  clip(clip: number): Sheet;
  text(text: number): SetText;
}

/** Draws frames from their paints. Black where nothing is. */
export class Painter {
  readonly #scene: Scene;
  readonly #pictures: Pictures;
  readonly #pool: SheetPool;
  readonly frame: Sheet;

  constructor(scene: Scene, pictures: Pictures, smoothing: Smoothing) {
    this.#scene = scene;
    this.#pictures = pictures;
    this.#pool = new SheetPool(scene.frame, smoothing);
    this.frame = this.#pool.take();
  }

  paint(paints: readonly Paint[]): void {
    const { context } = this.frame;
    context.fillStyle = "#000000";
    context.fillRect(0, 0, this.#scene.frame.width, this.#scene.frame.height);
    this.#paintAll(context, paints);
  }

  #paintAll(context: SKRSContext2D, paints: readonly Paint[]): void {
    for (const paint of paints) this.#paintOne(context, paint);
  }

  #paintOne(context: SKRSContext2D, paint: Paint): void {
    switch (paint.kind) {
      case "fill":
        context.fillStyle = paint.color;
        context.fillRect(paint.at.x, paint.at.y, paint.at.width, paint.at.height);
        return;
      case "picture": {
        const { from, at, crop } = paint;
        const { canvas } =
          from.kind === "image" ? this.#pictures.image(from.image) : this.#pictures.clip(from.clip);
        const part = crop ?? { x: 0, y: 0, width: 1, height: 1 };
        const [width, height] = [canvas.width, canvas.height];
        context.drawImage(
          canvas,
          part.x * width,
          part.y * height,
          part.width * width,
          part.height * height,
          at.x,
          at.y,
          at.width,
          at.height,
        );
        return;
      }
      case "text": {
        const { sheet, x, y } = this.#pictures.text(paint.text);
        context.drawImage(sheet.canvas, x + paint.x, y + paint.y);
        return;
      }
      case "layer":
        this.#paintLayer(context, paint);
    }
  }

  #paintLayer(context: SKRSContext2D, paint: LayerPaint): void {
    if (paint.opacity <= 0 || paint.paints.length === 0) return;
    context.save();
    if (paint.clip) clipTo(context, paint.clip);
    if (paint.matrix) context.transform(...paint.matrix);
    context.globalAlpha *= Math.min(1, paint.opacity);
    if (paint.blend === "add") context.globalCompositeOperation = "lighter";
    if (needsSheet(paint)) {
      const sheet = this.#pool.take();
      this.#paintAll(sheet.context, paint.paints);
      for (const change of paint.changes) this.#change(sheet, change);
      context.drawImage(sheet.canvas, 0, 0);
      this.#pool.giveBack(sheet);
    } else this.#paintAll(context, paint.paints);
    context.restore();
  }

  #change(sheet: Sheet, change: Change): void {
    const { context } = sheet;
    context.save();
    switch (change.kind) {
      case "border":
        drawBorder(context, change.at, change.width, change.color);
        break;
      case "corners":
        context.globalCompositeOperation = "destination-in";
        context.beginPath();
        context.roundRect(change.at.x, change.at.y, change.at.width, change.at.height, change.radius);
        context.fill();
        break;
      case "gradient":
        drawGradient(context, change);
        break;
      case "feather":
        this.#onPixels(sheet, (pixels, width) => feather(pixels, width, change.at, change.width));
        break;
      case "mask":
        this.#mask(sheet, change);
        break;
      default:
        this.#onPixels(sheet, (pixels, width, height) => changePixels(change, pixels, width, height));
    }
    context.restore();
  }

  #mask(sheet: Sheet, change: Extract<Change, { kind: "mask" }>): void {
    const mask = this.#pool.take();
    this.#paintAll(mask.context, change.paints);
    const { width, height } = this.#scene.frame;
    const shape = mask.context.getImageData(0, 0, width, height).data;
    this.#pool.giveBack(mask);
    this.#onPixels(sheet, (pixels) => {
      for (let at = 0; at < pixels.length; at += 4) {
        const share = maskShare(change, shape, at);
        pixels[at + 3] = (pixels[at + 3] ?? 0) * (change.isInverted ? 1 - share : share);
      }
    });
  }

  #onPixels(
    { context }: Sheet,
    work: (pixels: Uint8ClampedArray, width: number, height: number) => void,
  ): void {
    const { width, height } = this.#scene.frame;
    const data = context.getImageData(0, 0, width, height);
    work(data.data, width, height);
    context.putImageData(data, 0, 0);
  }
}

/** Pixels are changed on a sheet; and so is what shines through, or is added, as one. */
function needsSheet({ paints, changes, opacity, blend }: LayerPaint): boolean {
  if (changes.length > 0) return true;
  if (paints.some((paint) => paint.kind === "layer" && paint.blend === "add")) return true;
  const [only] = paints;
  const isSimple = paints.length === 1 && only?.kind !== "layer";
  return (opacity < 1 || blend === "add") && !isSimple;
}

function clipTo(context: SKRSContext2D, clips: readonly Clip[]): void {
  context.beginPath();
  for (const clip of clips) {
    if (clip.kind === "rect") context.rect(clip.at.x, clip.at.y, clip.at.width, clip.at.height);
    else if (clip.kind === "circle") {
      context.moveTo(clip.x + clip.radius, clip.y);
      context.arc(clip.x, clip.y, clip.radius, 0, 2 * Math.PI);
    } else {
      context.moveTo(clip.x, clip.y);
      const start = (clip.from - 0.25) * 2 * Math.PI;
      context.arc(clip.x, clip.y, clip.x + clip.y + 1, start, start + clip.turns * 2 * Math.PI);
      context.closePath();
    }
  }
  context.clip();
}

function drawBorder(context: SKRSContext2D, at: Rect, width: number, color: string): void {
  const side = Math.max(1, Math.round(width));
  context.fillStyle = color;
  context.fillRect(at.x, at.y, at.width, side);
  context.fillRect(at.x, at.y + at.height - side, at.width, side);
  context.fillRect(at.x, at.y + side, side, at.height - 2 * side);
  context.fillRect(at.x + at.width - side, at.y + side, side, at.height - 2 * side);
}

/** Points from -1 to 1, y upwards; the gradient takes the place of the colours and keeps the shape. */
function drawGradient(context: SKRSContext2D, change: Extract<Change, { kind: "gradient" }>): void {
  const { at, colors } = change;
  const toPixel = ([x, y]: readonly [number, number]) =>
    [at.x + ((x + 1) / 2) * at.width, at.y + ((1 - y) / 2) * at.height] as const;
  const [fromX, fromY] = toPixel(change.from);
  const [toX, toY] = toPixel(change.to);
  const radius = Math.hypot(at.width, at.height) / 2;
  const gradient = change.isRadial
    ? context.createRadialGradient(fromX, fromY, 0, fromX, fromY, radius)
    : context.createLinearGradient(fromX, fromY, toX, toY);
  gradient.addColorStop(0, colors[0]);
  gradient.addColorStop(1, colors[1]);
  context.globalCompositeOperation = "source-atop";
  context.fillStyle = gradient;
  context.fillRect(at.x, at.y, at.width, at.height);
}

/** Opacity from nothing at the rim to all of it `wide` pixels inside. */
function feather(pixels: Uint8ClampedArray, width: number, at: Rect, wide: number): void {
  if (wide <= 0) return;
  for (let index = 0; index * 4 < pixels.length; index++) {
    const x = (index % width) + 0.5;
    const y = Math.floor(index / width) + 0.5;
    const inside = Math.min(x - at.x, at.x + at.width - x, y - at.y, at.y + at.height - y);
    const share = Math.min(1, Math.max(0, inside / wide));
    pixels[index * 4 + 3] = (pixels[index * 4 + 3] ?? 0) * share;
  }
}

/** How much of a pixel the mask lets through, 0 to 1. */
function maskShare(change: Extract<Change, { kind: "mask" }>, mask: Uint8ClampedArray, at: number): number {
  const alpha = (mask[at + 3] ?? 0) / 255;
  if (change.by === "alpha") return alpha;
  if (change.by === "luma") return (luma(mask, at) / 255) * alpha;
  const toTransparent = distance(mask, at, change.transparent);
  const toOpaque = distance(mask, at, change.opaque);
  const whole = toTransparent + toOpaque;
  return whole === 0 ? 1 : toTransparent / whole;
}
