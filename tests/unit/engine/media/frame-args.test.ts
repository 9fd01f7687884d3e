import { expect, test } from "vitest";
import { buildPictureArgs, planPictures } from "#lib/engine/media/frame-args.ts";
import { mediaFacts } from "#tests/support/transcode-settings.ts";

const valueAfter = (args: readonly string[], name: string) => args[args.indexOf(name) + 1];

test("a film gets ten frames spread over its length, none at its very ends", () => {
  const plan = planPictures(mediaFacts({ durationMs: 100_000 }));
  expect(plan.timesMs).toEqual([5, 15, 25, 35, 45, 55, 65, 75, 85, 95].map((second) => second * 1000));
  expect(plan.filmstrip).toEqual({ frameCount: 10, frame: { width: 240, height: 136 } });
  expect(plan.poster).toEqual({ width: 960, height: 540 });
});

test("a short film gets fewer frames, one that is shown for a moment none", () => {
  expect(planPictures(mediaFacts({ durationMs: 900 })).timesMs).toHaveLength(4);
  for (const durationMs of [0, 40, 399, null]) {
    expect(planPictures(mediaFacts({ durationMs })).filmstrip).toBeNull();
  }
});

test("pictures keep the film's shape and are never enlarged", () => {
  const portrait = planPictures(mediaFacts({ width: 1080, height: 1920 }));
  expect(portrait.poster).toEqual({ width: 540, height: 960 });
  expect(planPictures(mediaFacts({ width: 64, height: 48 })).poster).toEqual({ width: 64, height: 48 });
});

test("what is piped in is Matroska and nothing else, turned as the file says", () => {
  const facts = mediaFacts({ rotation: 90 });
  const args = buildPictureArgs(
    facts,
    planPictures(facts),
    { timestampsMs: [0, 1000, 2000, 3000] },
    "strip.jpg",
  );
  const beforeInput = args.slice(0, args.indexOf("-i"));
  expect(valueAfter(beforeInput, "-f")).toBe("matroska");
  expect(args).toContain("-noautorotate");
  expect(valueAfter(args, "-i")).toBe("pipe:0");
  expect(valueAfter(args, "-filter_complex")?.match(/transpose=clock/g)).toHaveLength(2);
  expect(valueAfter(args, "-filter_complex")).toContain("tile=4x1");
});
