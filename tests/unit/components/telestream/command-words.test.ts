import { expect, test } from "vitest";
import { toOptions } from "#components/telestream/command-words.ts";

test("each option stands on a line with its values, quoted where a shell would split or expand them", () => {
  const words = ["ffmpeg", "-i", "input", "-vf", "pad=1:x='2'", "-b:v", "500k", "-y", "out put.mp4"];
  expect(toOptions(words)).toEqual([
    "ffmpeg",
    "-i input",
    String.raw`-vf 'pad=1:x='\''2'\'''`,
    "-b:v 500k",
    "-y 'out put.mp4'",
  ]);
});

test("a number below nothing is a value, not an option", () => {
  expect(toOptions(["ffmpeg", "-map_metadata", "-1", "-an"])).toEqual(["ffmpeg", "-map_metadata -1", "-an"]);
});
