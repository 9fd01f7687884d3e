import { describe, expect, test } from "vitest";
import {
  type Cue,
  CueError,
  formatTimestamp,
  formatVtt,
  mergeCues,
  parseCues,
  shiftCues,
  splitCue,
} from "#lib/domain/cues.ts";

const two: readonly Cue[] = [
  { startMs: 1_000, endMs: 3_000, text: "Hello there" },
  { startMs: 3_500, endMs: 5_000, text: "General\nKenobi" },
];

describe("a file of cues", () => {
  test("written and read again is the same", () => {
    expect(parseCues(formatVtt(two))).toEqual(two);
    expect(formatVtt([])).toBe("WEBVTT\n");
    expect(parseCues("WEBVTT\n")).toEqual([]);
  });

  test("may have notes, styles, identifiers, a BOM and any line ends", () => {
    const file =
      "\uFEFFWEBVTT - title\r\n\r\nNOTE a\r\nnote\r\n\r\nSTYLE\r\n::cue {}\r\n\r\nfirst\r\n00:01.000 --> 00:03.000\r\nHello there\r\n\r\n00:00:03.500 --> 00:00:05.000\r\nGeneral\r\nKenobi\r\n";
    expect(parseCues(file)).toEqual(two);
  });

  test("may be SubRip", () => {
    expect(
      parseCues(
        "1\n00:00:01,000 --> 00:00:03,000\nHello there\n\n2\n00:00:03,500 --> 00:00:05,000\nGeneral\nKenobi",
      ),
    ).toEqual(two);
  });

  test("keeps where its cues stand in the picture, through being split and merged too", () => {
    const file =
      "WEBVTT\n\n00:00:01.000 --> 00:00:03.000 line:10%,end position:50% align:start\nHello there\n\n00:00:03.500 --> 00:00:05.000\nplain\n";
    const cues = parseCues(file);
    expect(cues[0]).toMatchObject({ settings: "line:10%,end position:50% align:start" });
    expect(cues[1]).not.toHaveProperty("settings");
    expect(formatVtt(cues)).toBe(file);
    const split = splitCue(cues, 0);
    expect(split.map(({ settings }) => settings)).toEqual([cues[0]?.settings, cues[0]?.settings, undefined]);
    expect(mergeCues(split, 0)).toMatchObject([{ settings: cues[0]?.settings }, { text: "plain" }]);
  });

  test("leaves out what stands behind the times and is no place: SubRip's coordinates, regions of its own", () => {
    const [cue] = parseCues("1\n00:00:01,000 --> 00:00:03,000 X1:40 Y2:60 region:fred line:-1\nx");
    expect(cue).toEqual({ startMs: 1_000, endMs: 3_000, text: "x", settings: "line:-1" });
  });

  test("is sorted by time", () => {
    expect(
      parseCues("WEBVTT\n\n00:05.000 --> 00:06.000\nb\n\n00:01.000 --> 00:02.000\na").map(({ text }) => text),
    ).toEqual(["a", "b"]);
  });

  test.each([
    ["WEBVTT\n\n00:01 --> 00:02.000\nx", 3],
    ["WEBVTT\n\n00:03.000 --> 00:02.000\nx", 3],
    ["WEBVTT\n\na\n00:01.000 -->\nx", 4],
    ["This is a letter.", 1],
  ])("%j is refused, naming line %i", (file, line) => {
    expect(() => parseCues(file)).toThrow(CueError);
    expect(() => parseCues(file)).toThrow(`Line ${line}:`);
  });

  test("is written in order of time, however it was edited", () => {
    expect(parseCues(formatVtt(two.toReversed()))).toEqual(two);
    expect(formatVtt(two.toReversed())).toBe(formatVtt(two));
  });

  test("cannot be broken by what is typed into a cue", () => {
    const typed = [{ startMs: 0, endMs: 1_000, text: "a\n\n\nb --> c" }];
    expect(parseCues(formatVtt(typed))).toEqual([{ startMs: 0, endMs: 1_000, text: "a\nb → c" }]);
  });
});

test("timestamps have hours and thousandths", () => {
  expect(formatTimestamp(3_723_004.4)).toBe("01:02:03.004");
  expect(formatTimestamp(-5)).toBe("00:00:00.000");
});

test("shifting stops where the video begins", () => {
  expect(shiftCues(two, 250).map(({ startMs }) => startMs)).toEqual([1_250, 3_750]);
  expect(shiftCues(two, -9_000).map(({ startMs }) => startMs)).toEqual([0, 2_500]);
});

test("a cue is split at the moment shown, its text at a space, and merged again", () => {
  const split = splitCue(two, 0, 2_000);
  expect(split.slice(0, 2)).toEqual([
    { startMs: 1_000, endMs: 2_000, text: "Hello" },
    { startMs: 2_000, endMs: 3_000, text: "there" },
  ]);
  expect(splitCue(two, 0, 9_000)[0]?.endMs).toBe(2_000);
  expect(mergeCues(split, 0)[0]).toEqual({ startMs: 1_000, endMs: 3_000, text: "Hello\nthere" });
  expect(mergeCues(two, 1)).toEqual(two);
});
