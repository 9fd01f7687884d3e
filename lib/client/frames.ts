/** Frames of a constant rate, counted from 0. The middle of a frame is the moment that shows it and no other. */

export const frameAt = (seconds: number, rate: number): number =>
  Math.max(0, Math.floor(seconds * rate + 1e-6));

export const middleOfFrame = (frame: number, rate: number): number => (frame + 0.5) / rate;

export const lastFrame = (seconds: number, rate: number): number =>
  Math.max(0, Math.ceil(seconds * rate - 1e-6) - 1);
