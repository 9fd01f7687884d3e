import type { Change } from "../frame/paint.ts";
import { mix } from "../scene/framing.ts";

type Pixels = Uint8ClampedArray;
type PixelChange = Exclude<
  Change,
  { kind: "border" } | { kind: "gradient" } | { kind: "corners" } | { kind: "mask" } | { kind: "feather" }
>;

/** Changes red, green, blue and alpha in place; colours are not multiplied by alpha. */
export function changePixels(change: PixelChange, pixels: Pixels, width: number, height: number): void {
  switch (change.kind) {
    case "blur":
      blur(pixels, width, height, change.x, change.y);
      return;
    case "tones":
      tones(pixels, change.colors);
      return;
    case "matrix":
      matrix(pixels, change.rows);
      return;
    case "gain":
      for (let at = 0; at < pixels.length; at += 4) {
        for (let channel = at; channel < at + 3; channel++)
          pixels[channel] = (pixels[channel] ?? 0) * change.factor;
      }
      return;
    case "threshold":
      for (let at = 0; at < pixels.length; at += 4) {
        pixels.fill(luma(pixels, at) >= change.level ? 255 : 0, at, at + 3);
      }
      return;
    case "cut":
      for (let at = 0; at < pixels.length; at += 4) {
        if (distance(pixels, at, change.color) <= change.distance) pixels[at + 3] = 0;
      }
      return;
  }
}

/** Rec. 601, as the service's frames were. */
export const luma = (pixels: Pixels, at: number): number =>
  0.299 * (pixels[at] ?? 0) + 0.587 * (pixels[at + 1] ?? 0) + 0.114 * (pixels[at + 2] ?? 0);

export function distance(pixels: Pixels, at: number, color: readonly number[]): number {
  return Math.hypot(
    (pixels[at] ?? 0) - (color[0] ?? 0),
    (pixels[at + 1] ?? 0) - (color[1] ?? 0),
    (pixels[at + 2] ?? 0) - (color[2] ?? 0),
  );
}

function tones(pixels: Pixels, colors: readonly (readonly number[])[]): void {
  const table = new Uint8ClampedArray(256 * 3);
  for (let level = 0; level < 256; level++) {
    const place = (level / 255) * (colors.length - 1);
    const below = Math.min(colors.length - 2, Math.floor(place));
    for (let channel = 0; channel < 3; channel++) {
      const [from = 0, to = 0] = [colors[below]?.[channel], colors[below + 1]?.[channel]];
      table[level * 3 + channel] = mix(from, to, place - below);
    }
  }
  for (let at = 0; at < pixels.length; at += 4) {
    const level = Math.round(luma(pixels, at)) * 3;
    pixels[at] = table[level] ?? 0;
    pixels[at + 1] = table[level + 1] ?? 0;
    pixels[at + 2] = table[level + 2] ?? 0;
  }
}

function matrix(pixels: Pixels, rows: readonly number[]): void {
  const before = [0, 0, 0, 0];
  for (let at = 0; at < pixels.length; at += 4) {
    for (let channel = 0; channel < 4; channel++) before[channel] = pixels[at + channel] ?? 0;
    for (let row = 0; row < 4; row++) {
      let sum = (rows[row * 5 + 4] ?? 0) * 255;
      for (let channel = 0; channel < 4; channel++) {
        sum += (rows[row * 5 + channel] ?? 0) * (before[channel] ?? 0);
      }
      pixels[at + row] = sum;
    }
  }
}

/**
 * Three box blurs in a row are a Gaussian to the eye. Edges repeat their last pixel, so that a whole picture does not
 * darken at its rim; alpha weighs the colours, so that nothing transparent bleeds in.
 */
function blur(pixels: Pixels, width: number, height: number, sigmaX: number, sigmaY: number): void {
  const weighted = new Float32Array(pixels.length);
  for (let at = 0; at < pixels.length; at += 4) {
    const alpha = (pixels[at + 3] ?? 0) / 255;
    for (let channel = 0; channel < 3; channel++)
      weighted[at + channel] = (pixels[at + channel] ?? 0) * alpha;
    weighted[at + 3] = pixels[at + 3] ?? 0;
  }
  const line = new Float32Array(Math.max(width, height) * 4);
  for (let round = 0; round < 3; round++) {
    if (sigmaX > 0) {
      const radius = boxRadius(sigmaX);
      for (let y = 0; y < height; y++) boxBlur(weighted, line, y * width * 4, 4, width, radius);
    }
    if (sigmaY > 0) {
      const radius = boxRadius(sigmaY);
      for (let x = 0; x < width; x++) boxBlur(weighted, line, x * 4, width * 4, height, radius);
    }
  }
  for (let at = 0; at < pixels.length; at += 4) {
    const alpha = weighted[at + 3] ?? 0;
    const factor = alpha > 0 ? 255 / alpha : 0;
    for (let channel = 0; channel < 3; channel++)
      pixels[at + channel] = (weighted[at + channel] ?? 0) * factor;
    pixels[at + 3] = alpha;
  }
}

/** Of the box whose three-fold blur has this standard deviation. */
const boxRadius = (sigma: number) => Math.max(1, Math.round((Math.sqrt(4 * sigma * sigma + 1) - 1) / 2));

function boxBlur(
  values: Float32Array,
  line: Float32Array,
  start: number,
  step: number,
  count: number,
  radius: number,
): void {
  for (let index = 0; index < count; index++) {
    for (let channel = 0; channel < 4; channel++)
      line[index * 4 + channel] = values[start + index * step + channel] ?? 0;
  }
  const size = 2 * radius + 1;
  for (let channel = 0; channel < 4; channel++) {
    const at = (index: number) => line[Math.min(count - 1, Math.max(0, index)) * 4 + channel] ?? 0;
    let sum = 0;
    for (let index = -radius; index <= radius; index++) sum += at(index);
    for (let index = 0; index < count; index++) {
      values[start + index * step + channel] = sum / size;
      sum += at(index + radius + 1) - at(index - radius);
    }
  }
}
