import { describe, expect, test } from "vitest";
import { toWebVtt } from "#lib/engine/protocols/ziggeo/subtitles.ts";

const refusal = (text: string) => {
  try {
    toWebVtt(text);
    return "";
  } catch (error) {
    return (error as Error).message;
  }
};

describe("WebVTT", () => {
  test.each([
    ["as captured", "WEBVTT\n\n00:00.000 --> 00:01.000\nhi"],
    [
      "with everything",
      "WEBVTT - Title\nKind: captions\n\nNOTE a\nb\n\nSTYLE\n::cue{}\n\nid\n00:00:00.000 --> 00:00:01.000 line:0 align:start\n<v Bob>Hi &amp; bye\nč 日本\n\n00:01.000 --> 00:02.000\nx\n",
    ],
    ["without a cue", "WEBVTT\n"],
    ["Windows' lines", "WEBVTT\r\n\r\n00:00.000 --> 00:01.000\r\nhi\r\n"],
    ["cues that overlap", "WEBVTT\n\n00:00.000 --> 00:05.000\na\n\n00:00.000 --> 00:06.000\nb"],
  ])("%s stays as it came", (_what, text) => {
    expect(toWebVtt(text)).toBe(text);
    expect(toWebVtt(`\ufeff${text}`)).toBe(text);
  });

  test.each([
    ["a comma in a time", "WEBVTT\n\n00:00,000 --> 00:01.000\nhi", 3],
    ["61 seconds", "WEBVTT\n\n00:00.000 --> 00:61.000\nhi", 3],
    ["an end before the beginning", "WEBVTT\n\n00:02.000 --> 00:01.000\nhi", 3],
    ["a cue before the one above", "WEBVTT\n\n00:02.000 --> 00:03.000\na\n\n00:01.000 --> 00:02.000\nb", 6],
    ["text where times should be", "WEBVTT\n\nid\nhi\n\n00:00.000 --> 00:01.000\nhi", 4],
    ["no empty line after the header", "WEBVTT\n00:00.000 --> 00:01.000\nhi", 2],
    ["no empty line between cues", "WEBVTT\n\n00:00.000 --> 00:01.000\nhi\n00:01.000 --> 00:02.000\nho", 5],
    ["an id at the very end", "WEBVTT\n\nid", 3],
    ["an arrow alone", "WEBVTT\n\n-->\nhi", 3],
  ])("%s is refused at its line", (_what, text, line) => {
    expect(refusal(text)).toMatch(new RegExp(`line ${line}:`));
  });
});

describe("SubRip", () => {
  test("becomes WebVTT, times and all", () => {
    const text =
      "1\n00:00:01,500 --> 01:00:02,000 X1:40\n<i>Ahoj</i>\nsvěte\n\n2\n00:00:03,5 --> 00:00:04,25\nKonec\n\n";
    expect(toWebVtt(text)).toBe(
      "WEBVTT\n\n1\n00:00:01.500 --> 01:00:02.000\n<i>Ahoj</i>\nsvěte\n\n2\n00:00:03.500 --> 00:00:04.250\nKonec\n",
    );
  });

  test("out of order is still converted: its numbers say nothing", () => {
    const text = "2\n00:00:03,000 --> 00:00:04,000\nb\n\n1\n00:00:01,000 --> 00:00:02,000\na\n";
    expect(toWebVtt(text)).toContain("00:00:01.000 --> 00:00:02.000\na");
  });

  test.each([
    ["words alone", "Just some words\nand more", 2],
    ["nothing", "", 1],
    ["a time that is none", "1\n00:00:xx,000 --> 00:00:02,000\na", 2],
    ["an end before the beginning", "1\n00:00:02,000 --> 00:00:01,000\na", 2],
    ["a number without a cue", "1\n00:00:00,000 --> 00:00:01,000\na\n\n2", 5],
  ])("%s is refused at its line", (_what, text, line) => {
    expect(refusal(text)).toMatch(new RegExp(`line ${line}:`));
  });
});

test("what would take for ever is refused", () => {
  expect(refusal("x".repeat(2_000_001))).toMatch(/too long/);
  expect(refusal("1\n00:00:00,000 --> 00:00:01,000\na\n\n".repeat(20_001))).toMatch(/20000 cues/);
});
