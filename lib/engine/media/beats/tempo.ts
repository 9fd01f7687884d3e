import { setImmediate as nextTurn } from "node:timers/promises";
import { framesPerSecond } from "./onsets.ts";

const slowest = 50;
const fastest = 215;
const stepsOfOctave = 60;
const windowSeconds = 9;
const stepSeconds = 1;
/** People tap near here when they could tap at half or at double. */
const preferred = { bpm: 115, octaves: 2.2 };
/** What a change of tempo by an octave from one window to the next costs, in scores; a score is at most 1. */
const changeCost = 3;

/** Periods from the fastest to the slowest, in frames, equal steps of pitch. */
const periods: readonly number[] = Array.from(
  { length: Math.floor(Math.log2(fastest / slowest) * stepsOfOctave) + 1 },
  (_unused, step) => ((60 * framesPerSecond) / fastest) * 2 ** (step / stepsOfOctave),
);

/**
 * The period of the beat in frames, for each frame. Windows are compared with themselves shifted; among the periods
 * that explain them one path is chosen that changes no more than it must.
 */
export async function findPeriods(strengths: Float64Array): Promise<Float64Array> {
  const step = Math.round(stepSeconds * framesPerSecond);
  const count = Math.max(1, Math.ceil(strengths.length / step));
  const scores: Float64Array[] = [];
  for (let window = 0; window < count; window++) {
    scores.push(scorePeriods(strengths, Math.round((window + 0.5) * step)));
    if (window % 8 === 7) await nextTurn();
  }
  const path = cheapestPath(scores);
  return strengths.map((_value, frame) => {
    const window = Math.min(count - 1, Math.floor(frame / step));
    return periods[path[window] as number] as number;
  });
}

function scorePeriods(strengths: Float64Array, center: number): Float64Array {
  const half = Math.round((windowSeconds * framesPerSecond) / 2);
  // At an end the window lies inside as far as there is room.
  const from = Math.max(0, Math.min(center - half, strengths.length - 2 * half));
  const window = strengths.subarray(from, Math.min(strengths.length, from + 2 * half));
  const longest = Math.min(window.length - 1, Math.ceil((periods.at(-1) as number) * 4) + 1);
  const likeness = likenessByShift(window, longest);
  const at = (shift: number) => {
    const low = Math.floor(shift);
    if (low + 1 >= likeness.length) return 0;
    return (likeness[low] as number) * (low + 1 - shift) + (likeness[low + 1] as number) * (shift - low);
  };
  return Float64Array.from(periods, (period) => {
    const shifts = [1, 2, 3, 4].map((times) => at(period * times));
    const known = shifts.filter((_unused, index) => period * (index + 1) < longest);
    const mean = known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length);
    // Half of it explains as much: this is two beats, not one.
    const between = at(period / 2) / Math.max(1e-9, at(period));
    const isTwo = period / 2 >= (periods[0] as number) ? Math.min(1, Math.max(0, (between - 0.8) / 0.12)) : 0;
    const bpm = (60 * framesPerSecond) / period;
    const liking = Math.exp(-0.5 * (Math.log2(bpm / preferred.bpm) / preferred.octaves) ** 2);
    return mean * liking * (1 - 0.5 * isTwo);
  });
}

/** How like a window is to itself shifted, 1 for no shift; blurred a little, for beats are not machines. */
function likenessByShift(window: Float64Array, longest: number): Float64Array {
  const mean = window.reduce((sum, value) => sum + value, 0) / Math.max(1, window.length);
  const centered = window.map((value) => value - mean);
  const raw = new Float64Array(longest + 1);
  for (let shift = 0; shift <= longest; shift++) {
    let sum = 0;
    for (let at = shift; at < centered.length; at++)
      sum += (centered[at] as number) * (centered[at - shift] as number);
    raw[shift] = sum / Math.max(1, centered.length - shift);
  }
  const self = Math.max(1e-9, raw[0] as number);
  return raw.map((value, shift) => {
    const around = [
      raw[shift - 2] ?? value,
      raw[shift - 1] ?? value,
      value,
      raw[shift + 1] ?? value,
      raw[shift + 2] ?? value,
    ];
    return around.reduce((most, one) => Math.max(most, one), 0) / self;
  });
}

function cheapestPath(scores: readonly Float64Array[]): number[] {
  let best = scores[0] ?? new Float64Array(periods.length);
  const from: Int32Array[] = [];
  for (const score of scores.slice(1)) {
    const next = new Float64Array(periods.length);
    const back = new Int32Array(periods.length);
    for (let period = 0; period < periods.length; period++) {
      let most = Number.NEGATIVE_INFINITY;
      for (let earlier = 0; earlier < periods.length; earlier++) {
        const octaves = Math.abs(period - earlier) / stepsOfOctave;
        const value = (best[earlier] as number) - changeCost * Math.min(0.5, octaves);
        if (value > most) {
          most = value;
          back[period] = earlier;
        }
      }
      next[period] = most + (score[period] as number);
    }
    best = next;
    from.push(back);
  }
  let period = best.indexOf(best.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY));
  const path = [period];
  for (const back of from.toReversed()) {
    period = back[period] as number;
    path.push(period);
  }
  return path.reverse();
}
