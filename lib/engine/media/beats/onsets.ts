import { PowerSpectrum } from "./fft.ts";

export const sampleRate = 22_050;
const windowSize = 1024;
const hop = 220;
/** Onset strengths a second. */
export const framesPerSecond = sampleRate / hop;
/**
 * A sound that begins is heard in a frame when it has come some way into that frame's window: this much before the
 * frame's own time it began.
 */
const heardAfterSeconds = (windowSize * 0.62) / sampleRate;
const bandCount = 40;
const lowBandHz = 160;
/** Loudness is heard in ratios; below this it is not heard at all. */
const compression = 1_000;

export const timeOfFrame = (frame: number) => Math.max(0, frame / framesPerSecond + heardAfterSeconds);

/**
 * How strongly something begins, frame by frame: the rise of loudness in bands as the ear has them, and the same of
 * the lowest alone. Takes samples as they come.
 */
export class OnsetDetector {
  readonly #spectrum = new PowerSpectrum(windowSize);
  readonly #window = Float64Array.from(
    { length: windowSize },
    (_unused, at) => Math.sin((Math.PI * (at + 0.5)) / windowSize) ** 2,
  );
  readonly #powers = new Float64Array(windowSize / 2);
  readonly #edges = bandEdges();
  readonly #pending = new Float32Array(windowSize * 64);
  #filled = 0;
  #before: Float64Array[] = [];
  readonly strengths: number[] = [];
  readonly lowStrengths: number[] = [];

  take(samples: Float32Array): void {
    for (let taken = 0; taken < samples.length; ) {
      const part = samples.subarray(taken, taken + this.#pending.length - this.#filled);
      this.#pending.set(part, this.#filled);
      this.#filled += part.length;
      taken += part.length;
      this.#work();
    }
  }

  #work(): void {
    let start = 0;
    for (; start + windowSize <= this.#filled; start += hop) this.#frame(start);
    this.#pending.copyWithin(0, start, this.#filled);
    this.#filled -= start;
  }

  #frame(start: number): void {
    this.#spectrum.compute(this.#pending, start, this.#window, this.#powers);
    const levels = new Float64Array(bandCount);
    let strength = 0;
    let low = 0;
    // Two frames back: neighbours share most of their samples.
    const before = this.#before[0];
    for (let band = 0; band < bandCount; band++) {
      let power = 0;
      const to = this.#edges[band + 1] as number;
      for (let bin = this.#edges[band] as number; bin < to; bin++) power += this.#powers[bin] as number;
      const level = Math.log1p((compression * Math.sqrt(power)) / windowSize);
      levels[band] = level;
      const rise = before ? Math.max(0, level - (before[band] as number)) : 0;
      strength += rise;
      if (to * (sampleRate / windowSize) <= lowBandHz) low += rise;
    }
    this.#before = [...this.#before, levels].slice(-2);
    this.strengths.push(strength);
    this.lowStrengths.push(low);
  }
}

/** Bins where bands begin and end: each a bin or more wide, equal steps of pitch from 30 Hz to 10 kHz. */
function bandEdges(): number[] {
  const [lowest, highest] = [30, 10_000];
  const edges = [1];
  for (let band = 1; band <= bandCount; band++) {
    const hz = lowest * (highest / lowest) ** (band / bandCount);
    edges.push(Math.max((edges.at(-1) as number) + 1, Math.round((hz * windowSize) / sampleRate)));
  }
  return edges;
}

/** Without what is there all the time, and as strong in a quiet part as in a loud one. */
export function evenOut(strengths: readonly number[]): Float64Array {
  const smooth = smoothed(strengths);
  const mean = runningMean(smooth, Math.round(framesPerSecond * 0.8));
  const above = smooth.map((strength, at) => Math.max(0, strength - (mean[at] as number)));
  const power = runningMean(
    above.map((strength) => strength * strength),
    Math.round(framesPerSecond * 8),
  );
  const loudest = power.reduce((most, value) => Math.max(most, value), 0);
  // In silence noise must not become music.
  const floor = Math.sqrt(loudest) * 0.1 + 1e-9;
  return above.map((strength, at) => strength / Math.max(floor, Math.sqrt(power[at] as number)));
}

function smoothed(strengths: readonly number[]): Float64Array {
  const weights = [0.06, 0.24, 0.4, 0.24, 0.06];
  return Float64Array.from(strengths, (_unused, at) =>
    weights.reduce((sum, weight, index) => sum + weight * (strengths[at + index - 2] ?? 0), 0),
  );
}

function runningMean(values: Float64Array, width: number): Float64Array {
  const sums = new Float64Array(values.length + 1);
  for (let at = 0; at < values.length; at++) sums[at + 1] = (sums[at] as number) + (values[at] as number);
  return values.map((_value, at) => {
    const from = Math.max(0, at - (width >> 1));
    const to = Math.min(values.length, at + (width >> 1) + 1);
    return ((sums[to] as number) - (sums[from] as number)) / (to - from);
  });
}
