import { expect, test } from "vitest";
import {
  countOf,
  formatAge,
  formatBytes,
  formatDuration,
  formatRemaining,
  formatResolution,
} from "#lib/client/format.ts";
import { formatCodec, speakDuration } from "#lib/client/format-media.ts";

test.each([
  [0, "0:00"],
  [42_900, "0:42"],
  [728_000, "12:08"],
  [3_723_000, "1:02:03"],
])("%i ms of video reads %s", (ms, text) => expect(formatDuration(ms)).toBe(text));

test.each([
  [0, "0 bytes"],
  [999, "999 bytes"],
  [999_900, "1.0 MB"],
  [24_100_000, "24 MB"],
  [2_140_000_000, "2.1 GB"],
])("%i bytes read %s", (bytes, text) => expect(formatBytes(bytes)).toBe(text));

test.each([
  [200, "1 s"],
  [18_000, "18 s"],
  [240_000, "4 min"],
  [7_800_000, "2 h 10 min"],
])("%i ms left read %s", (ms, text) => expect(formatRemaining(ms)).toBe(text));

test("a screen reader hears units, not colons", () => {
  expect(speakDuration(61_000)).toBe("1 minute 1 second");
});

test("a portrait picture is named by its shorter side, an odd one by both", () => {
  expect(formatResolution(1080, 1920)).toBe("1080p");
  expect(formatResolution(1000, 1920)).toBe("1000 × 1920");
});

test("counts agree with their noun, codecs read as people write them, ages are short", () => {
  expect(countOf(48_210, "video")).toBe("48,210 videos");
  expect(countOf(1, "video")).toBe("1 video");
  expect(formatCodec("h264")).toBe("H.264");
  expect(formatCodec("theora")).toBe("theora");
  expect(formatAge(0, 252_000)).toBe("4 min");
});
