import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { difference, ffmpeg, pixelsOf } from "#tests/support/pixels.ts";
import { startTaskEngine, type TaskEngine } from "#tests/support/task-engine.ts";

const run = promisify(execFile);
let engine: TaskEngine;
/** 320×180, red left of its middle and blue right of it, green above. */
let card: Buffer;
let exiftool: boolean;

beforeAll(async () => {
  engine = await startTaskEngine();
  card = await ffmpeg([
    ...[
      "-f",
      "lavfi",
      "-i",
      "testsrc2=size=320x180",
      "-frames:v",
      "1",
      "-f",
      "image2pipe",
      "-c:v",
      "png",
      "pipe:1",
    ],
  ]);
  exiftool = await run("exiftool", ["-ver"]).then(
    () => true,
    () => false,
  );
});
afterAll(() => engine.close());

async function identify(
  bytes: Buffer,
): Promise<{ format: string | undefined; width: number; height: number }> {
  const { format, width, height } = await sharp(bytes).metadata();
  return { format, width, height };
}

describe("image.info", () => {
  test.each([
    [1, 0],
    [2, null],
    [3, 180],
    [4, null],
    [5, null],
    [6, 270],
    [7, null],
    [8, 90],
  ])("of Exif orientation %i says to turn by %j", async (orientation, rotation) => {
    const url = engine.serve(
      `o${orientation}.jpg`,
      await sharp(card).withMetadata({ orientation }).jpeg().toBuffer(),
    );
    expect(await engine.resultOf({ task_name: "image.info", url })).toMatchObject({
      content_type: "image/jpeg",
      type: "image",
      width: 320,
      height: 180,
      alpha: false,
      exif_orientation: orientation,
      rotation,
    });
  });

  test("tells how it was shot, as exiftool does", async (context) => {
    if (!exiftool) return context.skip("exiftool is not installed");
    const file = path.join(engine.dataDir, "shot.jpg");
    await writeFile(file, await sharp(card).jpeg().toBuffer());
    const written = [
      "-DateTimeOriginal=2009:11:02 01:21:55",
      "-EXIF:Flash#=25",
      "-FocalLength=28",
      "-ISO=640",
      "-ExposureTime=1/640",
    ];
    await run("exiftool", ["-overwrite_original", ...written, file]);
    const { stdout } = await run("exiftool", ["-j", "-n", file]);
    const [said] = JSON.parse(stdout);
    const url = engine.serve("shot.jpg", await readFile(file));
    expect(await engine.resultOf({ task_name: "image.info", url })).toMatchObject({
      date_time: said.DateTimeOriginal,
      flash: (said.Flash & 1) === 1,
      focal_length: said.FocalLength,
      iso_speed: said.ISO,
      exposure_time: expect.closeTo(said.ExposureTime, 6),
    });
  });

  test("of a picture without Exif has no such values, and tells alpha and the first frame of many", async () => {
    const url = engine.serve("alpha.png", await sharp(card).ensureAlpha(0.5).png().toBuffer());
    expect(await engine.resultOf({ task_name: "image.info", url })).toEqual({
      content_type: "image/png",
      type: "image",
      width: 320,
      height: 180,
      alpha: true,
      exif_orientation: null,
      rotation: null,
      date_time: null,
      flash: null,
      focal_length: null,
      iso_speed: null,
      exposure_time: null,
    });
    const moving = await ffmpeg([
      "-f",
      "lavfi",
      "-i",
      "testsrc2=size=64x48:rate=10:duration=1",
      "-f",
      "gif",
      "pipe:1",
    ]);
    expect(
      await engine.resultOf({ task_name: "image.info", url: engine.serve("moving.gif", moving) }),
    ).toMatchObject({
      content_type: "image/gif",
      width: 64,
      height: 48,
    });
  });
});

describe("image.thumb", () => {
  test.each([
    ["fits inside", { width: 160, height: 160 }, [160, 90]],
    ["fills and cuts", { width: 100, height: 100, crop: true }, [100, 100]],
    ["follows from the width", { width: 64 }, [64, 36]],
    ["follows from the height", { height: 45 }, [80, 45]],
    ["is as large as the picture", {}, [320, 180]],
    ["is turned and fits", { width: 160, height: 160, rotation: 90 }, [90, 160]],
  ])("%s", async (_what, parameters, [width, height]) => {
    const url = engine.serve("card.png", card);
    const result = await engine.resultOf({ task_name: "image.thumb", url, ...parameters });
    expect(result).toEqual({
      width,
      height,
      original_width: 320,
      original_height: 180,
      output: expect.stringMatching(/\/storage\/[A-Z2-7]{26}\/dragon-image\.thumb-[A-Za-z0-9]{6}$/),
    });
    expect(await identify(await engine.bytesOf(result.output))).toEqual({ format: "jpeg", width, height });
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])(
    "obeys Exif orientation %i: the picture is the one that was shot",
    async (orientation) => {
      // exiftool's inverse: how a camera that was held so would have stored the card.
      const inverse: Record<number, string> = {
        1: "null",
        2: "hflip",
        3: "hflip,vflip",
        4: "vflip",
        5: "transpose=0",
        6: "transpose=2",
        7: "transpose=3",
        8: "transpose=1",
      };
      const stored = await ffmpeg(
        ["-i", "pipe:0", "-vf", inverse[orientation] ?? "null", "-f", "image2pipe", "-c:v", "png", "pipe:1"],
        card,
      );
      const url = engine.serve(
        `turned${orientation}.png`,
        await sharp(stored).withMetadata({ orientation }).png().toBuffer(),
      );
      const result = await engine.resultOf({ task_name: "image.thumb", url, format: "png" });
      expect(result).toMatchObject({ width: 320, height: 180 });
      const [made, shot] = [await pixelsOf(await engine.bytesOf(result.output)), await pixelsOf(card)];
      expect(difference(made, shot).largest).toBe(0);
    },
  );

  test("turns counter-clockwise", async () => {
    const url = engine.serve("card.png", card);
    const { output } = await engine.resultOf({ task_name: "image.thumb", url, rotation: 90, format: "png" });
    const expected = await ffmpeg(
      ["-i", "pipe:0", "-vf", "transpose=cclock", "-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"],
      card,
    );
    expect(difference(await pixelsOf(await engine.bytesOf(output)), expected).largest).toBe(0);
  });

  test("looks as ffmpeg's own scaling does", async () => {
    const url = engine.serve("card.png", card);
    const { output } = await engine.resultOf({ task_name: "image.thumb", url, width: 160, format: "png" });
    const expected = await ffmpeg(
      ["-i", "pipe:0", "-vf", "scale=160:90:flags=lanczos", "-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"],
      card,
    );
    expect(difference(await pixelsOf(await engine.bytesOf(output)), expected).mean).toBeLessThan(3);
  });

  test("draws a play icon in the middle and nowhere else", async () => {
    const url = engine.serve("card.png", card);
    const { output } = await engine.resultOf({ task_name: "image.thumb", url, poster: true, format: "png" });
    const [made, plain] = [await pixelsOf(await engine.bytesOf(output)), await pixelsOf(card)];
    const at = (x: number, y: number) => (y * 320 + x) * 3;
    expect([...made.subarray(at(160, 90), at(160, 90) + 3)]).toEqual([255, 255, 255]);
    const isOutside = (x: number, y: number) => Math.hypot(x - 160, y - 90) > 29;
    for (let y = 0; y < 180; y += 7) {
      for (let x = 0; x < 320; x += 7) {
        if (isOutside(x, y)) expect(made[at(x, y)]).toBe(plain[at(x, y)]);
      }
    }
  });

  test("keeps what is see-through in a PNG, and makes it white in a JPEG", async () => {
    const half = {
      create: { width: 20, height: 10, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
    } as const;
    const url = engine.serve("clear.png", await sharp(half).png().toBuffer());
    const png = await engine.resultOf({ task_name: "image.thumb", url, format: "png" });
    expect(await sharp(await engine.bytesOf(png.output)).metadata()).toMatchObject({ hasAlpha: true });
    const jpeg = await engine.resultOf({ task_name: "image.thumb", url });
    expect((await pixelsOf(await engine.bytesOf(jpeg.output)))[0]).toBeGreaterThan(250);
  });
});

describe("image.strip", () => {
  const colors = ["red", "lime", "blue", "white", "yellow"];
  const square = (color: string) =>
    sharp({ create: { width: 40, height: 20, channels: 3, background: color } })
      .png()
      .toBuffer();

  test("puts pictures in rows, each in the middle of its place", async () => {
    const urls = await Promise.all(
      colors.map(async (color) => engine.serve(`${color}.png`, await square(color))),
    );
    const result = await engine.resultOf({
      task_name: "image.strip",
      urls,
      width: 40,
      height: 40,
      wrap: 2,
      format: "png",
    });
    expect(result).toMatchObject({ count: 5, width: 80, height: 120, content_type: "image/png" });
    const { data, info } = await sharp(await engine.bytesOf(result.output))
      .raw()
      .toBuffer({ resolveWithObject: true });
    const at = (x: number, y: number) => [
      ...data.subarray((y * info.width + x) * 4, (y * info.width + x) * 4 + 4),
    ];
    expect(at(20, 20)).toEqual([255, 0, 0, 255]);
    expect(at(60, 20)).toEqual([0, 255, 0, 255]);
    expect(at(20, 60)).toEqual([0, 0, 255, 255]);
    expect(at(20, 100)).toEqual([255, 255, 0, 255]);
    // Above and below a picture that fits, and where there is none.
    for (const [x, y] of [
      [20, 5],
      [20, 35],
      [60, 100],
    ] as const)
      expect(at(x, y)[3]).toBe(0);
  });

  test("without a size is as large as the first, in one row; a crop fills", async () => {
    const urls = await Promise.all(
      colors.map(async (color) => engine.serve(`${color}.png`, await square(color))),
    );
    expect(await engine.resultOf({ task_name: "image.strip", urls })).toMatchObject({
      width: 200,
      height: 20,
      content_type: "image/jpeg",
    });
    const cropped = await engine.resultOf({
      task_name: "image.strip",
      urls: urls.slice(0, 2),
      width: 30,
      height: 30,
      crop: true,
      format: "png",
    });
    const pixels = await pixelsOf(await engine.bytesOf(cropped.output));
    expect([...pixels.subarray(0, 3)]).toEqual([255, 0, 0]);
    expect([...pixels.subarray(31 * 3, 31 * 3 + 3)]).toEqual([0, 255, 0]);
  });
});

describe("image.gif", () => {
  test.each([
    [0, 0.1, 0],
    [-1, 0.256, undefined],
    [3, 0.04, 3],
  ])("loop %i of %f s frames is as its file says", async (loop, frame_duration, repeats) => {
    const images = await Promise.all(
      ["red", "lime", "blue"].map(async (color) =>
        engine.serve(
          `${color}.png`,
          await sharp({ create: { width: 60, height: 40, channels: 3, background: color } })
            .png()
            .toBuffer(),
        ),
      ),
    );
    const { output } = await engine.resultOf({
      task_name: "image.gif",
      images,
      loop,
      frame_duration,
      width: 30,
    });
    const bytes = await engine.bytesOf(output);
    const extension = bytes.indexOf("NETSCAPE2.0");
    expect(extension < 0 ? undefined : bytes.readUInt16LE(extension + 13)).toBe(repeats);
    const { pages, delay, width, height } = await sharp(bytes).metadata();
    const hundredths = Math.round(frame_duration * 100);
    expect({ pages, delay, width, height }).toEqual({
      pages: 3,
      delay: [hundredths * 10, hundredths * 10, hundredths * 10],
      width: 30,
      height: 20,
    });
    const frames = await ffmpeg(
      ["-i", "pipe:0", "-vsync", "0", "-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"],
      bytes,
    );
    expect([0, 1, 2].map((frame) => [...frames.subarray(frame * 1800, frame * 1800 + 3)])).toEqual([
      [255, 0, 0],
      [0, 255, 0],
      [0, 0, 255],
    ]);
  });

  test("names the parameter when one of its pictures is none", async () => {
    const images = [engine.serve("card.png", card), engine.serve("text.png", "text")];
    expect(await engine.runOne({ task_name: "image.gif", images })).toMatchObject({
      error: { parameters: { images: ["the file is not a picture, or is damaged"] } },
    });
  });
});
