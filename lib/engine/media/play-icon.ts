import type { RawImage } from "./images.ts";

/** Of the shorter side. */
const iconShare = 0.3;

/** Draws a play icon into the middle: a dark disc with a white triangle, edges smoothed. Changes the picture given. */
export function drawPlayIcon(image: RawImage): void {
  const { width, height } = image;
  const radius = (Math.min(width, height) * iconShare) / 2;
  const [centerX, centerY] = [width / 2, height / 2];
  const fromY = Math.max(0, Math.floor(centerY - radius - 1));
  const fromX = Math.max(0, Math.floor(centerX - radius - 1));
  for (let y = fromY; y < Math.min(height, centerY + radius + 1); y++) {
    for (let x = fromX; x < Math.min(width, centerX + radius + 1); x++) {
      const [u, v] = [x + 0.5 - centerX, y + 0.5 - centerY];
      const disc = cover(radius - Math.hypot(u, v)) * 0.6;
      const triangle = cover(insideTriangle(u / radius, v / radius) * radius);
      if (disc > 0 || triangle > 0) blend(image, y * width + x, disc, triangle);
    }
  }
}

/** How much of a pixel lies inside of an edge that is this far away. */
const cover = (distance: number) => Math.min(1, Math.max(0, distance + 0.5));

/** Distance to the nearest side of a triangle that points right, positive inside, for a disc of radius 1. */
function insideTriangle(u: number, v: number): number {
  const [left, tip, half] = [-0.28, 0.52, 0.46];
  const slope = Math.hypot(half, tip - left);
  return Math.min(u - left, (half * (tip - u) - (tip - left) * Math.abs(v)) / slope);
}

function blend({ data, channels }: RawImage, pixel: number, disc: number, triangle: number): void {
  const at = pixel * channels;
  for (let channel = 0; channel < 3; channel++) {
    const dark = (data[at + channel] ?? 0) * (1 - disc);
    data[at + channel] = Math.round(dark * (1 - triangle) + 255 * triangle);
  }
  if (channels === 3) return;
  const opacity = (data[at + 3] ?? 255) / 255;
  data[at + 3] = Math.round(255 * (1 - (1 - opacity) * (1 - disc) * (1 - triangle)));
}
