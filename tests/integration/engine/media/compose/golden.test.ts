import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FilmSource, rawPictures, renderGolden, synthesise } from "#tests/support/film.ts";
import { makeClip, makeTone } from "#tests/support/film-sounds.ts";

let folder: string;
let sources: Record<string, FilmSource>;

/** A quarter of each colour: red, green above; blue, white below. */
const quarters =
  "color=red:s=80x45,format=rgb24[a];color=lime:s=80x45,format=rgb24[b];color=blue:s=80x45,format=rgb24[c];color=white:s=80x45,format=rgb24[d];[a][b]hstack[t];[c][d]hstack[u];[t][u]vstack";

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "reelyard-golden-"));
  const at = (name: string) => path.join(folder, name);
  const image = (width: number, height: number) => ({ kind: "image", width, height }) as const;
  sources = {
    quarters: {
      file: await synthesise(at("quarters.png"), ["-f", "lavfi", "-i", quarters, "-frames:v", "1"]),
      formatName: null,
      facts: image(160, 90),
    },
    square: {
      file: await synthesise(at("square.png"), [
        "-f",
        "lavfi",
        "-i",
        "color=yellow:s=90x90,format=rgb24",
        "-frames:v",
        "1",
      ]),
      formatName: null,
      facts: image(90, 90),
    },
    // Red up to column 110, blue from there: nothing that moves leaves it where it is.
    edge: {
      file: await synthesise(at("edge.png"), [
        ...["-f", "lavfi", "-i", "color=red:s=160x90,format=rgb24,drawbox=x=110:w=50:h=90:color=blue:t=fill"],
        ...["-frames:v", "1"],
      ]),
      formatName: null,
      facts: image(160, 90),
    },
    card: {
      file: await synthesise(at("card.png"), ["-f", "lavfi", "-i", "testsrc2=s=160x90", "-frames:v", "1"]),
      formatName: null,
      facts: image(160, 90),
    },
    clip: await makeClip(folder),
    tone: await makeTone(folder, 441),
  };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const near = (actual: readonly number[], wanted: readonly number[], within = 2) => {
  for (const [index, value] of wanted.entries()) {
    expect(Math.abs((actual[index] ?? -1) - value), `${actual} is ${wanted}`).toBeLessThanOrEqual(within);
  }
};
const [red, lime, blue, white, black] = [
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
  [255, 255, 255],
  [0, 0, 0],
];

describe("the documentation's samples", () => {
  test("a stack with text and music cross-fades into a video, to the frame", async () => {
    const film = await renderGolden(
      `<stack>
         <effect type="none" duration="2"><image color="#204060"/></effect>
         <audio filename="http://media/tone" duration=".." fadein="0.5" fadeout="0.5"/>
         <text type="zone" fontcolor="#ffffff" margin-start="0.4" margin-end="1">Hello</text>
       </stack>
       <transition type="crossfade" duration="0.4"/>
       <effect type="none" duration="1.2"><video filename="http://media/clip" skip="1" audio="false"/></effect>`,
      sources,
    );
    expect(film.frameCount).toBe(70);
    const hasText = (frame: number) => film.frame(frame).includes(Buffer.from([255, 255, 255, 255]));
    expect([9, 10, 24, 25].map(hasText)).toEqual([false, true, true, false]);

    const original = await rawPictures(sources.clip?.file ?? "", "160:90");
    const clipFrame = (index: number) => original.subarray(index * 57_600, (index + 1) * 57_600);
    // 1.6 s in, the video begins at its second 1: frame 40 of the film shows its frame 25.
    for (const frame of [50, 51, 69]) expect(film.frame(frame).equals(clipFrame(frame - 40 + 25))).toBe(true);
    // A fifth of the way: four fifths of the colour and one of the video.
    const [x, y] = [100, 70];
    const at = (y * 160 + x) * 4;
    const video = clipFrame(42 - 40 + 25).subarray(at, at + 3);
    near(
      film.pixel(42, x, y),
      [0x20, 0x40, 0x60].map((part, index) => part * 0.8 + (video[index] ?? 0) * 0.2),
    );
  });

  test("an overlay rests in its box from the frame that its slide ends, to the pixel", async () => {
    const film = await renderGolden(
      `<stack duration="3">
         <effect type="none"><image color="#eeeeee"/></effect>
         <overlay left="0.1" width="0.3" top="0.1" height="0.3" margin-start="0.4" duration="2">
           <image color="#ff00ff"/><animator type="slide-in" direction="up" duration="0.4"/>
         </overlay>
       </stack>`,
    );
    expect(film.frameCount).toBe(75);
    const magenta = [255, 0, 255];
    for (const frame of [20, 40, 59]) {
      const inside = [
        [16, 9],
        [63, 9],
        [16, 35],
        [63, 35],
      ] as const;
      const outside = [
        [15, 9],
        [64, 9],
        [16, 8],
        [16, 36],
      ] as const;
      for (const [x, y] of inside) near(film.pixel(frame, x, y), magenta, 0);
      for (const [x, y] of outside) near(film.pixel(frame, x, y), [0xee, 0xee, 0xee], 0);
    }
    near(film.pixel(9, 40, 20), [0xee, 0xee, 0xee], 0);
    near(film.pixel(60, 40, 20), [0xee, 0xee, 0xee], 0);
    // Half of the way up: 81 pixels to go from below, so its top is at 9 + 40.5.
    near(film.pixel(15, 40, 52), magenta, 0);
    near(film.pixel(15, 40, 48), [0xee, 0xee, 0xee], 0);
  });
});

describe("pictures", () => {
  test("fill, fit and stretch", async () => {
    const film = await renderGolden(
      `<effect type="none" duration="0.2" adapter="fixedAdapter"><image filename="http://media/square"/></effect>
       <effect type="none" duration="0.2" adapter="fitAdapter"><image filename="http://media/square"/></effect>
       <overlay left="0" top="0" width="0.5" height="1" duration="0.2"><image filename="http://media/square"/></overlay>
       <overlay left="auto" right="auto" height="1.0" duration="0.2"><image filename="http://media/square"/></overlay>`,
      sources,
    );
    const yellow = [255, 255, 0];
    for (const x of [0, 159]) near(film.pixel(0, x, 45), yellow);
    for (const frame of [5, 15]) {
      near(film.pixel(frame, 34, 45), black);
      near(film.pixel(frame, 35, 45), yellow);
      near(film.pixel(frame, 124, 45), yellow);
      near(film.pixel(frame, 125, 45), black);
    }
    near(film.pixel(10, 79, 45), yellow);
    near(film.pixel(10, 80, 45), black);
  });

  test("ken burns moves a little each frame and ends zoomed", async () => {
    const film = await renderGolden(
      '<effect type="kenburns" duration="1"><image filename="http://media/quarters"/></effect>',
      sources,
    );
    near(film.pixel(0, 79, 20), red);
    near(film.pixel(0, 80, 20), lime);
    // At the end: 1.2 times as large, the middle moved by half of what does not fit: 8 pixels left, 4.5 down.
    near(film.pixel(24, 69, 20), red);
    near(film.pixel(24, 75, 20), lime);
    const changed = Array.from({ length: 24 }, (_u, n) => !film.frame(n).equals(film.frame(n + 1)));
    expect(changed.every(Boolean)).toBe(true);
  });

  test("slices, tiles, petals and rectangles move on their own, to the pixel", async () => {
    const types = ["slice", "explode", "flower", "rectangles"];
    const film = await renderGolden(
      types
        .map(
          (type) =>
            `<effect type="${type}" adapter="none" duration="1"><image filename="http://media/${type === "slice" ? "quarters" : "edge"}"/></effect>`,
        )
        .join(""),
      sources,
    );
    // 1.2 times as large and 9 pixels up, or down: the line between the halves is at 36, or at 54.
    near(film.pixel(0, 10, 38), blue);
    near(film.pixel(0, 30, 52), red);
    // Together again at the end.
    for (const x of [10, 30]) near(film.pixel(24, x, 43), red);
    for (const x of [10, 30]) near(film.pixel(24, x, 46), blue);

    for (const frame of [25, 50, 75]) {
      near(film.pixel(frame, 108, 60), red);
      near(film.pixel(frame, 112, 60), blue);
    }
    // Two tiles apart, the picture between them: 84 to 117 and, with the edge at 131, 127 to 160.
    near(film.pixel(49, 115, 60), red);
    near(film.pixel(49, 121, 60), blue);
    near(film.pixel(49, 129, 60), red);
    near(film.pixel(49, 133, 60), blue);
    // In a petal the edge is at 119; beside it, where it was.
    near(film.pixel(74, 114, 65), red);
    near(film.pixel(74, 114, 45), blue);
    // In the second rectangle the edge is at 117; outside of all, where it was.
    near(film.pixel(99, 114, 45), red);
    near(film.pixel(99, 114, 2), blue);
  });

  test("no two effects look alike on any of their frames", async () => {
    const types = ["none", "kenburns", "slice", "explode", "flower", "rectangles"];
    const film = await renderGolden(
      types
        .map((type) => `<effect type="${type}" duration="0.4"><image filename="http://media/card"/></effect>`)
        .join(""),
      sources,
    );
    for (let frame = 1; frame < 10; frame++) {
      const looks = types.map((_type, index) => film.frame(index * 10 + frame).toString("base64"));
      expect(new Set(looks).size, `frame ${frame}`).toBe(types.length);
    }
  });

  test("a slide show gives each medium its share", async () => {
    const film = await renderGolden(
      `<effect type="sliding" duration="1.6"><image color="#ff0000"/><image color="#0000ff"/></effect>`,
    );
    near(film.pixel(19, 80, 45), red, 0);
    // The slide takes half a share, 0.4 s: a quarter of the way after 2.5 frames.
    near(film.pixel(25, 79, 45), red, 0);
    near(film.pixel(25, 81, 45), blue, 0);
    near(film.pixel(30, 0, 45), blue, 0);
  });

  test("custom keys move in the documentation's coordinates", async () => {
    const film = await renderGolden(
      `<overlay left="0" width="0.1" top="0" height="0.1" duration="1"><image color="#ffffff"/>
         <animator type="custom"><key time="0" pos="0,0,0"/><key time="0.4" pos="1.7778,-1,0"/></animator>
       </overlay>`,
    );
    near(film.pixel(0, 1, 1), white);
    // Half of the height and of the width.
    near(film.pixel(12, 81, 46), white);
    near(film.pixel(12, 79, 46), black);
  });
});

test("each transition begins and ends on its frame and is half done in its middle", async () => {
  const joins = [
    ["wipe", "right", ["blue", "blue", "red", "red"]],
    ["scan", "left", ["red", "red", "blue", "blue"]],
    ["over", "left", ["red", "red", "blue", "blue"]],
    ["under", "left", ["red", "red", "blue", "blue"]],
    ["move", "right", ["blue", "blue", "red", "red"]],
    ["circle", null, ["red", "blue", "blue", "red"]],
    ["radial", null, ["red", "red", "blue", "blue"]],
    ["cube", "left", ["red", "red", "blue", "blue"]],
  ] as const;
  const film = await renderGolden(
    joins
      .map(
        ([type, direction]) =>
          `<sequence><effect type="none" duration="0.8"><image color="#ff0000"/></effect>
           <transition type="${type}" duration="0.4"${direction ? ` direction="${direction}"` : ""}/>
           <effect type="none" duration="0.8"><image color="#0000ff"/></effect></sequence>`,
      )
      .join(""),
  );
  expect(film.frameCount).toBe(joins.length * 30);
  const row = (frame: number) =>
    [0, 78, 82, 159].map((x) => (film.pixel(frame, x, 45)[0] > 127 ? "red" : "blue"));
  // A join lasts from the tenth to the twentieth frame of its sequence.
  for (const [index, [type, , middle]] of joins.entries()) {
    expect([type, ...row(index * 30 + 10)]).toEqual([type, "red", "red", "red", "red"]);
    expect([type, ...row(index * 30 + 15)]).toEqual([type, ...middle]);
    expect([type, ...row(index * 30 + 20)]).toEqual([type, "blue", "blue", "blue", "blue"]);
  }
});

describe("filters", () => {
  test("change the colours and the opacity they say", async () => {
    const effect = (filters: string) =>
      `<effect type="none" duration="0.4"><image filename="http://media/quarters">${filters}</image></effect>`;
    const film = await renderGolden(
      [
        effect('<filter type="tint" whiteColor="#00ff00" blackColor="#000000"/>'),
        effect('<filter type="alpha" alphaStart="0" alphaEnd="1"/>'),
        effect('<filter type="frame" width="0.1" color="#ffff00"/>'),
        effect('<filter type="makeTransparent" color="#ff0000" threshold="0.1"/>'),
        effect('<filter type="alphamask"><image color="#00000080"/></filter>'),
        effect('<filter type="blur" diameter="40"/>'),
      ].join(""),
      sources,
    );
    near(film.pixel(0, 120, 60), [0, 255, 0]);
    near(film.pixel(0, 40, 20), [0, 76, 0]);
    // Half of its 0.4 s.
    near(film.pixel(15, 120, 60), [128, 128, 128]);
    near(film.pixel(20, 8, 45), [255, 255, 0]);
    near(film.pixel(20, 9, 20), red);
    near(film.pixel(30, 40, 20), black);
    near(film.pixel(30, 120, 20), lime);
    near(film.pixel(40, 120, 60), [128, 128, 128]);
    // Half a pixel from the line, a Gaussian of 2.5 pixels has 58 % of the one side; at the very rim nothing darkens.
    near(film.pixel(50, 79, 10), [148, 107, 0], 4);
    near(film.pixel(50, 0, 0), red);
  });
});
