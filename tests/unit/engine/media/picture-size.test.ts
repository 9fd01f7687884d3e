import { expect, test } from "vitest";
import { fitPicture, sizeOfFit, toFilters } from "#lib/engine/media/picture-size.ts";

const wide = { width: 1920, height: 1080 };
const tall = { width: 1080, height: 1920 };
const box = (aspectMode: Parameters<typeof fitPicture>[1]["aspectMode"], upscale = true) => ({
  width: 640,
  height: 480,
  aspectMode,
  upscale,
});

test("preserve keeps the source's size, made even", () => {
  expect(sizeOfFit(fitPicture({ width: 321, height: 181 }, box("preserve")))).toEqual({
    width: 322,
    height: 182,
  });
});

test("constrain fits into the frame without bars", () => {
  expect(sizeOfFit(fitPicture(wide, box("constrain")))).toEqual({ width: 640, height: 360 });
  expect(sizeOfFit(fitPicture(tall, box("constrain")))).toEqual({ width: 270, height: 480 });
});

test("letterbox has bars above and below, never at the sides", () => {
  expect(fitPicture(wide, box("letterbox"))).toEqual({
    crop: null,
    scale: { width: 640, height: 360 },
    pad: { width: 640, height: 480 },
  });
  expect(sizeOfFit(fitPicture(tall, box("letterbox")))).toEqual({ width: 270, height: 480 });
});

test("pad has bars wherever they are needed", () => {
  expect(fitPicture(tall, box("pad"))).toEqual({
    crop: null,
    scale: { width: 270, height: 480 },
    pad: { width: 640, height: 480 },
  });
});

test("crop fills the frame and cuts what is over", () => {
  expect(fitPicture(wide, box("crop"))).toEqual({
    crop: { width: 1440, height: 1080 },
    scale: { width: 640, height: 480 },
    pad: null,
  });
});

test("stretch ignores the source's shape", () => {
  expect(sizeOfFit(fitPicture(tall, box("stretch")))).toEqual({ width: 640, height: 480 });
});

test("without upscale a small source stays as large as it is", () => {
  const small = { width: 320, height: 180 };
  expect(sizeOfFit(fitPicture(small, box("constrain", false)))).toEqual({ width: 320, height: 180 });
  expect(fitPicture(small, box("pad", false)).scale).toEqual({ width: 320, height: 180 });
  expect(sizeOfFit(fitPicture(small, box("constrain", true)))).toEqual({ width: 640, height: 360 });
});

test("one missing side follows from the source's shape", () => {
  const settings = { width: null, height: 720, aspectMode: "constrain", upscale: true } as const;
  expect(sizeOfFit(fitPicture(wide, settings))).toEqual({ width: 1280, height: 720 });
});

test.each([[{ width: 1, height: 1 }], [{ width: 7, height: 5 }], [{ width: 16_384, height: 16 }]])(
  "every side is even and between 2 and 16384 for a source of %o",
  (source) => {
    for (const mode of ["preserve", "constrain", "letterbox", "pad", "crop", "stretch", "center"] as const) {
      for (const upscale of [true, false]) {
        const { width, height } = sizeOfFit(fitPicture(source, box(mode, upscale)));
        expect([width % 2, height % 2]).toEqual([0, 0]);
        expect(Math.min(width, height)).toBeGreaterThanOrEqual(2);
        expect(Math.max(width, height)).toBeLessThanOrEqual(16_384);
      }
    }
  },
);

test("the filters crop, scale, pad, and make pixels square", () => {
  expect(toFilters(fitPicture(wide, box("letterbox")))).toEqual([
    "scale=640:360:flags=bicubic",
    "pad=640:480:(ow-iw)/2:(oh-ih)/2",
    "setsar=1",
  ]);
});
