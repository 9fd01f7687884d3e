import { expect, test } from "vitest";
import { frameAt } from "#lib/engine/media/compose/frame/frame-at.ts";
import type { Paint } from "#lib/engine/media/compose/frame/paint.ts";
import { buildScene } from "#lib/engine/media/compose/scene/build-scene.ts";
import { frameMedium, toFraming } from "#lib/engine/media/compose/scene/framing.ts";
import { MediaBook } from "#lib/engine/media/compose/scene/media-book.ts";
import { placeBox } from "#lib/engine/media/compose/scene/place-box.ts";
import { buildMixArgs } from "#lib/engine/media/compose/sound/mix-args.ts";
import { readMovie } from "#lib/engine/media/compose/sxml/read-movie.ts";

const frame = { width: 640, height: 360 };
const nowhere = { top: null, bottom: null, left: null, right: null, width: null, height: null };
const build = (body: string, rate = { frames: 25, seconds: 1 }) =>
  buildScene(readMovie(`<movie service="craftsman-1.0"><body>${body}</body></movie>`), new MediaBook([]), {
    frame,
    rate,
  });
const box =
  '<overlay left="0.1" width="0.3" top="0.1" height="0.3" margin-start="1" duration="4"><image color="#ff00ff"/><animator type="slide-in" direction="up" duration="1"/></overlay>';

test.each([
  [
    "what the documentation's sample says",
    { left: 0.1, width: 0.3, top: 0.1, height: 0.3 },
    { x: 64, y: 36, width: 192, height: 108 },
  ],
  ["nothing: fit into the frame", {}, { x: 140, y: 0, width: 360, height: 360 }],
  ["a height alone: centred, in its own shape", { height: 0.5 }, { x: 230, y: 90, width: 180, height: 180 }],
  [
    "a width and the right side",
    { width: 0.25, right: 0.1, bottom: 0 },
    { x: 416, y: 200, width: 160, height: 160 },
  ],
  [
    "both sides: stretched between them",
    { left: 0.25, right: 0.25, top: 0, bottom: 0 },
    { x: 160, y: 0, width: 320, height: 360 },
  ],
])("an overlay is placed by %s", (_what, placement, wanted) => {
  expect(placeBox({ ...nowhere, ...placement }, frame, { width: 100, height: 100 })).toEqual(wanted);
});

test("an overlay shows from the frame its margin ends to the one its duration does", () => {
  const { scene } = build(
    `<stack duration="10"><effect type="none"><image color="#eeeeee"/></effect>${box}</stack>`,
  );
  const count = (index: number) => frameAt(scene, index).length;
  expect([24, 25, 124, 125].map(count)).toEqual([1, 2, 2, 1]);
  expect(frameAt(scene, 50)[1]).toEqual({
    kind: "fill",
    color: "#ff00ffff",
    at: { x: 64, y: 36, width: 192, height: 108 },
  });
  // Half of the way from below the frame.
  expect(frameAt(scene, 37.5)[1]).toMatchObject({ kind: "layer", matrix: [1, 0, 0, 1, 0, (360 - 36) / 2] });
});

test("at 30000/1001 frames a second the instants do not drift", () => {
  const { scene } = build(
    '<effect type="none" duration="600"><image color="#000000"/></effect><effect type="none" duration="1"><image color="#ffffff"/></effect>',
    { frames: 30_000, seconds: 1001 },
  );
  const color = (paints: Paint[]) => (paints[0]?.kind === "fill" ? paints[0].color : undefined);
  expect(scene.frameCount).toBe(18_012);
  // 600 s are 17,982.02 frames: the first that begins after them is number 17,983.
  expect([17_982, 17_983].map((index) => color(frameAt(scene, index)))).toEqual(["#000000ff", "#ffffffff"]);
});

test("two frames of what does not move are the same picture", () => {
  const { scene } = build('<effect type="none" duration="2"><image color="#123456"/></effect>');
  expect(frameAt(scene, 3)).toEqual(frameAt(scene, 40));
});

test("a wide picture is panned from end to end, and fills the frame at both", () => {
  const framing = toFraming({ adapter: "panoramicAdapter", direction: null });
  const whole = { x: 0, y: 0, ...frame };
  const crop = (progress: number) => frameMedium({ width: 2000, height: 360 }, whole, framing, progress).crop;
  expect(crop(0)).toMatchObject({ x: 0, width: 0.32 });
  expect(crop(1)).toMatchObject({ x: 0.68, width: 0.32 });
});

test("a mix delays by samples, plays at its speed, and undoes what amix divides by", () => {
  const track = {
    source: 0,
    channels: 1,
    skip: 1.5,
    speed: 3,
    loop: false,
    volume: 2,
    span: { start: 1, end: 3 },
    fades: [],
  };
  const { inputs, graph } = buildMixArgs(
    [track, { ...track, loop: true }],
    [{ file: "a", formatName: "wav" }],
    {
      seconds: 4,
      sampleRate: 44_100,
      firstInput: 1,
    },
  );
  expect(inputs.filter((argument) => ["-ss", "-stream_loop"].includes(argument))).toEqual([
    "-ss",
    "-stream_loop",
  ]);
  expect(graph).toContain(
    "atempo=2,atempo=1.5,atrim=duration=2,volume=2:precision=float,adelay=44100S|44100S,apad,atrim=duration=4",
  );
  expect(graph).toContain("amix=inputs=2:dropout_transition=0,volume=2:precision=float[sound]");
});
