import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type FilmSource, levelOf, renderGolden } from "#tests/support/film.ts";
import { makeClip, makeTone } from "#tests/support/film-sounds.ts";

let folder: string;
let sources: Record<string, FilmSource>;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "reelyard-golden-"));
  sources = {
    clip: await makeClip(folder),
    tone: await makeTone(folder, 441),
    high: await makeTone(folder, 2205),
  };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const still = '<effect type="none"><image color="#000000"/></effect>';

test("is as loud as it says, from the sample it says", async () => {
  const { sound } = await renderGolden(
    `<stack duration="2">${still}<audio filename="http://media/tone" margin-start="0.5" duration="1" volume="0.5"/></stack>`,
    sources,
  );
  // 0.5 of full scale at half volume: a sine of 0.25 has -15.05 dB.
  expect(levelOf(sound, 0.6, 1.4)).toBeCloseTo(-15.05, 1);
  const first = sound.findIndex((sample) => Math.abs(sample) > 0.01);
  expect(Math.abs(first - 22_050)).toBeLessThan(4);
  expect(levelOf(sound, 1.51, 2)).toBeLessThan(-90);
});

test("a track that ends does not change the others", async () => {
  const { sound } = await renderGolden(
    `<stack duration="2">${still}
       <audio filename="http://media/tone"/><audio filename="http://media/high" duration="1"/></stack>`,
    sources,
  );
  // Two sines of 0.5 have twice the power of one: 3.01 dB more.
  expect(levelOf(sound, 0.1, 0.9)).toBeCloseTo(-6.02, 1);
  expect(levelOf(sound, 1.1, 1.9)).toBeCloseTo(-9.03, 1);
});

test("fades linearly, repeats, and cross-fades with the picture", async () => {
  const { sound } = await renderGolden(
    `<stack duration="4">${still}<audio filename="http://media/tone" loop="true" fadein="1" fadeout="1"/></stack>
     <transition type="crossfade" duration="1"/>
     <stack duration="2">${still}<audio filename="http://media/high" volume="0.1"/></stack>`,
    sources,
  );
  const around = (seconds: number) => levelOf(sound, seconds - 0.01, seconds + 0.01);
  expect(around(0.5)).toBeCloseTo(-9.03 - 6.02, 0);
  expect(around(2)).toBeCloseTo(-9.03, 0);
  expect(around(2.9)).toBeCloseTo(-9.03, 0);
  // Its own fade and the transition's, both at a half.
  expect(around(3.5)).toBeCloseTo(-9.03 - 12.04, 0);
  expect(around(4.5)).toBeCloseTo(-29.03, 0);
});

test("a video brings its own unless it is told not to", async () => {
  const clip = (attributes: string) =>
    `<effect type="none" duration="1"><video filename="http://media/clip" ${attributes}/></effect>`;
  const { sound } = await renderGolden(clip("") + clip('audio="false"'), sources);
  expect(levelOf(sound, 0.1, 0.9)).toBeGreaterThan(-30);
  expect(levelOf(sound, 1.01, 2)).toBeLessThan(-90);
});
