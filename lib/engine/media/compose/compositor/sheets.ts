import { type Canvas, createCanvas, type SKRSContext2D } from "@napi-rs/canvas";
import type { FrameSize } from "../scene/scene.ts";

export interface Sheet {
  readonly canvas: Canvas;
  readonly context: SKRSContext2D;
}

export type Smoothing = "low" | "medium" | "high";

export function makeSheet({ width, height }: FrameSize, smoothing: Smoothing = "high"): Sheet {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext("2d");
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = smoothing;
  return { canvas, context };
}

/** A sheet holding these pixels, red, green, blue and alpha. */
export function sheetOf(pixels: Uint8Array, size: FrameSize): Sheet {
  const sheet = makeSheet(size);
  fillSheet(sheet, pixels);
  return sheet;
}

export function fillSheet({ canvas, context }: Sheet, pixels: Uint8Array): void {
  const data = context.createImageData(canvas.width, canvas.height);
  data.data.set(pixels);
  context.putImageData(data, 0, 0);
}

/** Transparent sheets of the frame's size, as many as layers lie in one another. */
export class SheetPool {
  readonly #size: FrameSize;
  readonly #smoothing: Smoothing;
  readonly #free: Sheet[] = [];

  constructor(size: FrameSize, smoothing: Smoothing) {
    this.#size = size;
    this.#smoothing = smoothing;
  }

  take(): Sheet {
    const sheet = this.#free.pop() ?? makeSheet(this.#size, this.#smoothing);
    sheet.context.clearRect(0, 0, this.#size.width, this.#size.height);
    return sheet;
  }

  giveBack(sheet: Sheet): void {
    this.#free.push(sheet);
  }
}
