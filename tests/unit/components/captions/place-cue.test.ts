import { expect, test } from "vitest";
import { placeCue } from "#components/captions/place-cue.ts";

const placed = (settings: string) => {
  const cue: Parameters<typeof placeCue>[0] = {
    vertical: "",
    snapToLines: true,
    line: "auto",
    lineAlign: "start",
    position: "auto",
    positionAlign: "auto",
    size: 100,
    align: "center",
  };
  placeCue(cue, settings);
  return cue;
};

test("a cue stands where its settings say", () => {
  expect(placed("line:90%,end position:25.5%,line-left size:40% align:right vertical:rl")).toEqual({
    vertical: "rl",
    snapToLines: false,
    line: 90,
    lineAlign: "end",
    position: 25.5,
    positionAlign: "line-left",
    size: 40,
    align: "right",
  });
  expect(placed("line:-1")).toMatchObject({ snapToLines: true, line: -1 });
});

test.each(["", "line:top", "position:120%", "size:-1%", "align:middle", "vertical:up", "line:", ":", "x"])(
  "%j moves nothing",
  (settings) => {
    expect(placed(settings)).toEqual(placed(""));
  },
);
