import { expect } from "vitest";
import type { MeasuredStream } from "./media-check.ts";

/** Within a tenth. */
export function expectRate(stream: MeasuredStream, kbps: number): void {
  expect(stream.kbps).toBeGreaterThan(kbps * 0.9);
  expect(stream.kbps).toBeLessThan(kbps * 1.1);
}

/** Within one frame of `seconds`. */
export function expectLength(stream: MeasuredStream, seconds: number, frame: number): void {
  expect(Math.abs(stream.seconds - seconds)).toBeLessThanOrEqual(frame + 0.0005);
}
