import { evenOut, type OnsetDetector, timeOfFrame } from "./onsets.ts";
import { findPeriods } from "./tempo.ts";

export interface Beats {
  /** Seconds. */
  readonly beats: readonly number[];
  readonly downbeats: readonly number[];
}

/** How much the steps from beat to beat are held to the tempo, against the strength of what is heard. */
const tightness = 60;
const beatsOfBar = 4;

/**
 * Beats by dynamic programming (Ellis 2007): of all sequences whose steps keep to the tempo of their time, the one
 * that meets the strongest onsets. The bar begins at the beats with the most bass; bars of four are assumed.
 */
export async function trackBeats({ strengths, lowStrengths }: OnsetDetector): Promise<Beats> {
  const onsets = evenOut(strengths);
  if (!onsets.some((strength) => strength > 1)) return { beats: [], downbeats: [] };
  const frames = withoutSilentEnds(findBeats(onsets, await findPeriods(onsets)), onsets);
  const first = firstOfBar(frames, lowStrengths, onsets);
  const toSeconds = (frame: number) => Math.round(timeOfFrame(frame) * 1000) / 1000;
  return {
    beats: frames.map(toSeconds),
    downbeats: frames.filter((_frame, index) => index % beatsOfBar === first).map(toSeconds),
  };
}

function findBeats(onsets: Float64Array, periods: Float64Array): number[] {
  const scores = new Float64Array(onsets.length);
  const before = new Int32Array(onsets.length).fill(-1);
  for (let frame = 0; frame < onsets.length; frame++) {
    const period = periods[frame] as number;
    let best = 0;
    for (let earlier = frame - Math.round(period * 2); earlier <= frame - Math.round(period / 2); earlier++) {
      if (earlier < 0) continue;
      const value = (scores[earlier] as number) - tightness * Math.log((frame - earlier) / period) ** 2;
      if (value > best) {
        best = value;
        before[frame] = earlier;
      }
    }
    scores[frame] = best + (onsets[frame] as number);
  }
  let last = 0;
  for (
    let frame = Math.max(0, onsets.length - Math.round(periods.at(-1) ?? 0));
    frame < onsets.length;
    frame++
  ) {
    if ((scores[frame] as number) >= (scores[last] as number)) last = frame;
  }
  const beats: number[] = [];
  for (let frame = last; frame >= 0; frame = before[frame] as number) beats.push(frame);
  return beats.reverse();
}

/** Before the music and after it there is no beat. */
function withoutSilentEnds(beats: readonly number[], onsets: Float64Array): number[] {
  const strengthAt = (frame: number) =>
    Math.max(
      onsets[frame - 2] ?? 0,
      onsets[frame - 1] ?? 0,
      onsets[frame] ?? 0,
      onsets[frame + 1] ?? 0,
      onsets[frame + 2] ?? 0,
    );
  const mean = beats.reduce((sum, beat) => sum + strengthAt(beat), 0) / Math.max(1, beats.length);
  const isHeard = (beat: number) => strengthAt(beat) > mean * 0.3;
  const first = beats.findIndex(isHeard);
  const last = beats.findLastIndex(isHeard);
  return first < 0 ? [] : beats.slice(first, last + 1);
}

function firstOfBar(beats: readonly number[], low: readonly number[], onsets: Float64Array): number {
  const sums = Array.from({ length: beatsOfBar }, () => 0);
  const counts = Array.from({ length: beatsOfBar }, () => 0);
  for (const [index, beat] of beats.entries()) {
    const around = [-2, -1, 0, 1, 2].map((by) => (low[beat + by] ?? 0) + 0.05 * (onsets[beat + by] ?? 0));
    const place = index % beatsOfBar;
    sums[place] = (sums[place] ?? 0) + Math.max(...around);
    counts[place] = (counts[place] ?? 0) + 1;
  }
  const means = sums.map((sum, place) => sum / Math.max(1, counts[place] ?? 0));
  return means.indexOf(Math.max(...means));
}
