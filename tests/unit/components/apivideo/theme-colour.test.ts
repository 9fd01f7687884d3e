import { expect, test } from "vitest";
import { formatColour, parseColour } from "#components/apivideo/theme-colour.ts";

test("colours go to a browser's field and back as they were", () => {
  expect(parseColour("rgba(88, 131, 255, .95)")).toEqual({ hex: "#5883ff", opacityPercent: 95 });
  for (const colour of ["rgba(88, 131, 255, 0.95)", "rgba(0, 0, 0, 0)", "rgba(255, 255, 255, 1)"]) {
    expect(formatColour(parseColour(colour))).toBe(colour);
  }
});

test("what is no colour, or beyond what there is, stays within bounds", () => {
  expect(parseColour("red")).toEqual({ hex: "#ffffff", opacityPercent: 100 });
  expect(parseColour("rgba(999, 0, 0, 7)")).toEqual({ hex: "#ff0000", opacityPercent: 100 });
  expect(formatColour({ hex: "#12", opacityPercent: Number.NaN })).toMatch(/^rgba\(18, 0, 0, /);
});
