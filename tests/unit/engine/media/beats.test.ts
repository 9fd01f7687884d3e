import { describe, expect, test } from "vitest";
import { OnsetDetector, sampleRate } from "#lib/engine/media/beats/onsets.ts";
import { trackBeats } from "#lib/engine/media/beats/track-beats.ts";

/** Numbers that look like chance and are the same every time. */
function noiseSource(): () => number {
  let seed = 1;
  return () => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (seed / 0x7fffffff) * 2 - 1;
  };
}

class Track {
  readonly samples: Float32Array;
  readonly #noise = noiseSource();

  constructor(seconds: number, noise = 0) {
    this.samples = Float32Array.from({ length: seconds * sampleRate }, () => noise * this.#noise());
  }

  hit(time: number, hz: number, seconds: number, level: number, noise = 0): void {
    const start = Math.round(time * sampleRate);
    const length = seconds * sampleRate;
    for (let at = 0; at < length && start + at < this.samples.length; at++) {
      const tone = Math.sin((2 * Math.PI * hz * at) / sampleRate) * (1 - noise) + noise * this.#noise();
      this.samples[start + at] =
        (this.samples[start + at] ?? 0) + level * Math.exp((-5 * at) / length) * tone;
    }
  }
}

function beatTimes(bpmAt: (seconds: number) => number, seconds: number): number[] {
  const times: number[] = [];
  for (let time = 0.5; time < seconds - 0.05; time += 60 / bpmAt(time)) times.push(time);
  return times;
}

function clicks(times: readonly number[], seconds: number, noise = 0): Float32Array {
  const track = new Track(seconds, noise);
  for (const time of times) track.hit(time, 1_000, 0.03, 0.7);
  return track.samples;
}

/** Bass drum on one and three, snare on two and four, hi-hat on every half beat. */
function drums(times: readonly number[], seconds: number, { swing = 0.5, noise = 0 } = {}): Float32Array {
  const track = new Track(seconds, noise);
  for (const [index, time] of times.entries()) {
    const step = (times[index + 1] ?? time + (time - (times[index - 1] ?? 0))) - time;
    if (index % 2 === 0) track.hit(time, 60, 0.15, index % 4 === 0 ? 0.9 : 0.6);
    else track.hit(time, 200, 0.12, 0.5, 0.8);
    track.hit(time, 8_000, 0.03, 0.15, 1);
    track.hit(time + step * swing, 8_000, 0.03, 0.15, 1);
  }
  return track.samples;
}

async function beatsOf(samples: Float32Array) {
  const detector = new OnsetDetector();
  for (let at = 0; at < samples.length; at += 4_096) detector.take(samples.subarray(at, at + 4_096));
  return trackBeats(detector);
}

/** Beats within 70 ms, as a share of those there are and of those found. */
function score(found: readonly number[], truth: readonly number[]): { recall: number; precision: number } {
  const isNear = (times: readonly number[]) => (time: number) =>
    times.some((other) => Math.abs(other - time) <= 0.07);
  return {
    recall: truth.filter(isNear(found)).length / truth.length,
    precision: found.filter(isNear(truth)).length / Math.max(1, found.length),
  };
}

const seconds = 16;

describe("beats are found within 70 ms", () => {
  test.each([60, 75, 90, 110, 128, 150, 175, 200])("of clicks at %i bpm, with noise too", async (bpm) => {
    const truth = beatTimes(() => bpm, seconds);
    for (const noise of [0, 0.1]) {
      const { recall, precision } = score((await beatsOf(clicks(truth, seconds, noise))).beats, truth);
      expect(recall).toBeGreaterThanOrEqual(0.9);
      expect(precision).toBeGreaterThanOrEqual(0.9);
    }
  });

  test.each([60, 84, 100, 120, 140, 174, 190])("of drums at %i bpm, and their bars", async (bpm) => {
    const truth = beatTimes(() => bpm, seconds);
    const { beats, downbeats } = await beatsOf(drums(truth, seconds));
    expect(score(beats, truth).recall).toBeGreaterThanOrEqual(0.9);
    expect(score(beats, truth).precision).toBeGreaterThanOrEqual(0.9);
    expect(
      score(
        downbeats,
        truth.filter((_time, index) => index % 4 === 0),
      ).recall,
    ).toBeGreaterThanOrEqual(0.9);
  });

  test.each([70, 100, 150])("of swung drums at %i bpm in noise", async (bpm) => {
    const truth = beatTimes(() => bpm, seconds);
    const { beats } = await beatsOf(drums(truth, seconds, { swing: 2 / 3, noise: 0.05 }));
    expect(score(beats, truth).recall).toBeGreaterThanOrEqual(0.9);
    expect(score(beats, truth).precision).toBeGreaterThanOrEqual(0.9);
  });

  test.each<[string, (time: number) => number]>([
    ["changes from 100 to 140", (time) => (time < 14 ? 100 : 140)],
    ["changes from 150 to 90", (time) => (time < 14 ? 150 : 90)],
    ["drifts from 90 to 120", (time) => 90 + time],
  ])("where the tempo %s", async (_what, bpmAt) => {
    const truth = beatTimes(bpmAt, 28);
    expect(score((await beatsOf(drums(truth, 28))).beats, truth).recall).toBeGreaterThanOrEqual(0.9);
  });
});

test.each([
  ["silence", new Float32Array(5 * sampleRate)],
  ["less than a window", new Float32Array(100)],
  ["nothing", new Float32Array(0)],
])("%s has no beats", async (_what, samples) => {
  expect(await beatsOf(samples)).toEqual({ beats: [], downbeats: [] });
});
