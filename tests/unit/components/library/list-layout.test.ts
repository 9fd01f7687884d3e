import { expect, test } from "vitest";
import {
  followMotion,
  itemsInView,
  layoutGrid,
  moveIndex,
  restMs,
  stepTowards,
} from "#components/library/list-layout.ts";

test("columns fill the width with nothing left over", () => {
  const { columns, posterWidth, gap } = layoutGrid(1192, false);
  expect(columns).toBe(5);
  expect(columns * posterWidth + (columns - 1) * gap).toBeCloseTo(1192);
});

test("a phone shows two columns and a sliver still shows one", () => {
  expect(layoutGrid(358, true).columns).toBe(2);
  expect(layoutGrid(90, true).columns).toBe(1);
});

const rows = { rowHeight: 200, columns: 5, spare: 2 };

test("only what is near the window is drawn, wherever it is in a hundred thousand", () => {
  expect(itemsInView(0, 900, 100_000, rows)).toEqual({ first: 0, end: 35 });
  expect(itemsInView(2_000_000, 900, 100_000, rows)).toEqual({ first: 49_990, end: 50_035 });
  expect(itemsInView(0, 900, 33, rows)).toEqual({ first: 0, end: 33 });
});

test("past either end there is nothing to draw, and nothing breaks", () => {
  expect(itemsInView(-5_000, 900, 50, rows)).toEqual({ first: 0, end: 0 });
  expect(itemsInView(9_000_000, 900, 50, rows)).toEqual({ first: 50, end: 50 });
  expect(itemsInView(0, 900, 0, rows)).toEqual({ first: 0, end: 0 });
});

const move = (key: string, index: number, isRightToLeft = false) =>
  moveIndex(key, index, 13, 5, 3, isRightToLeft);

test("arrows move within the grid and stop at its ends", () => {
  expect(move("ArrowRight", 4)).toBe(5);
  expect(move("ArrowRight", 12)).toBe(12);
  expect(move("ArrowLeft", 0)).toBe(0);
  expect(move("ArrowDown", 2)).toBe(7);
  expect(move("ArrowUp", 2)).toBe(2);
});

test("down into a shorter last row reaches its last item", () => {
  expect(move("ArrowDown", 9)).toBe(12);
  expect(move("ArrowDown", 11)).toBe(11);
});

test("right is left where text runs from right to left", () => {
  expect(move("ArrowRight", 4, true)).toBe(3);
  expect(move("ArrowLeft", 4, true)).toBe(5);
});

test("pages, first and last, and keys that mean nothing here", () => {
  expect(move("PageDown", 1)).toBe(12);
  expect(move("PageUp", 12)).toBe(2);
  expect(move("Home", 9)).toBe(0);
  expect(move("End", 0)).toBe(12);
  expect(move("q", 3)).toBeUndefined();
});

test("after a jump items are drawn a few at a time until the window is full", () => {
  const target = { first: 500, end: 507 };
  let range = { first: 0, end: 7 };
  const drawn: number[] = [];
  while (range.first !== target.first || range.end !== target.end) {
    range = stepTowards(range, target, 2);
    drawn.push(range.end - range.first);
  }
  expect(drawn).toEqual([2, 4, 6, 7]);
});

test("a fling is too fast to read until it slows or rests", () => {
  let motion = followMotion(undefined, 0, 1_000, 900);
  expect(motion.isFast).toBe(false);
  motion = followMotion(motion, 900, 1_040, 900);
  expect(motion.isFast).toBe(true);
  motion = followMotion(motion, 900, 1_060, 900);
  expect(motion.isFast).toBe(true);
  expect(followMotion(motion, 930, 1_080, 900).isFast).toBe(false);
  expect(followMotion(motion, 900, 1_040 + restMs, 900).isFast).toBe(false);
});

test("one jump after a rest is read at once, however far", () => {
  const resting = followMotion(followMotion(undefined, 0, 1_000, 900), 800, 9_000, 900);
  expect(followMotion(resting, 1_600, 9_300, 900).isFast).toBe(false);
  expect(followMotion(undefined, 90_000, 9_300, 900).isFast).toBe(false);
});

test("scrolling a little keeps what is drawn, and drops what is gone", () => {
  expect(stepTowards({ first: 10, end: 17 }, { first: 11, end: 18 }, 2)).toEqual({ first: 11, end: 18 });
  expect(stepTowards({ first: 10, end: 17 }, { first: 8, end: 15 }, 2)).toEqual({ first: 8, end: 15 });
});
