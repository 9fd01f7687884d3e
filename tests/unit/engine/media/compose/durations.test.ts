import { expect, test } from "vitest";
import { buildScene } from "#lib/engine/media/compose/scene/build-scene.ts";
import { MediaBook } from "#lib/engine/media/compose/scene/media-book.ts";
import type { SceneNode } from "#lib/engine/media/compose/scene/scene.ts";
import { readMovie } from "#lib/engine/media/compose/sxml/read-movie.ts";

const media = (durationSeconds: number, size: { width: number; height: number } | null) => ({
  kind: "media" as const,
  width: size?.width ?? null,
  height: size?.height ?? null,
  durationSeconds,
  soundChannels: 2,
});
const book = new MediaBook([
  { url: "http://m/song", facts: media(200, null) },
  { url: "http://m/video", facts: media(10, { width: 320, height: 180 }) },
  { url: "http://m/mute", facts: { ...media(10, { width: 320, height: 180 }), soundChannels: 0 } },
]);
const song = '<audio filename="http://m/song"/>';
const still = (attributes = "") => `<effect type="none" ${attributes}><image color="#000000"/></effect>`;
const video = (attributes = "", inner = "") =>
  `<effect type="none" ${attributes}><video filename="http://m/video" ${inner}/></effect>`;

const build = (body: string) =>
  buildScene(readMovie(`<movie service="craftsman-1.0"><body>${body}</body></movie>`), book, {
    frame: { width: 640, height: 360 },
    rate: { frames: 25, seconds: 1 },
  });

function spans({ content, span }: SceneNode): string[] {
  if (content.kind === "sequence") return content.items.flatMap(spans);
  if (content.kind === "stack") return content.children.flatMap(spans);
  return [`${span.start}-${span.end}`];
}

test.each([
  ["an effect alone lasts five seconds", still(), 5, ["0-5"]],
  ["a video lasts what is left of it, by its speed", video("", 'skip="2" speed="2"'), 4, ["0-4"]],
  [
    "a sequence is the sum less its transitions",
    `${still('duration="4"')}<transition duration="1"/>${still('duration="3"')}`,
    6,
    ["0-4", "3-6"],
  ],
  [
    "a stack is its longest",
    `<stack>${still('duration="4"')}${still('duration="2" margin-start="3"')}</stack>`,
    5,
    ["0-4", "3-5"],
  ],
  ["what has no length takes the music's", `<stack>${song}${still()}</stack>`, 200, ["0-200", "0-200"]],
  [
    "two dots are not asked and get it all",
    `<stack>${still('duration="4"')}<audio filename="http://m/song" duration=".."/></stack>`,
    4,
    ["0-4", "0-4"],
  ],
  [
    "margins leave the rest",
    `<stack duration="10">${still('margin-start="2" margin-end="3"')}</stack>`,
    10,
    ["2-7"],
  ],
  ["both margins at once", `<stack duration="10">${still('margin-both="2"')}</stack>`, 10, ["2-8"]],
  [
    "a margin at the end places at the end",
    `<stack duration="10">${still('duration="3" margin-end="0"')}</stack>`,
    10,
    ["7-10"],
  ],
  ["longer than its parent is cut", `<stack duration="4">${still('duration="9"')}</stack>`, 4, ["0-4"]],
  [
    "a sequence cuts what comes too late",
    `<sequence duration="5">${still('duration="4"')}${still('duration="4"')}${still('duration="4"')}</sequence>`,
    5,
    ["0-4", "4-5"],
  ],
])("%s", (_what, body, seconds, wanted) => {
  const { scene, durationSeconds } = build(body);
  expect(durationSeconds).toBe(seconds);
  expect(scene.frameCount).toBe(seconds * 25);
  expect(spans(scene.root)).toEqual(wanted);
});

test("a slide show shares its time, and a video in it begins at its turn", () => {
  const { scene } = build(
    '<effect type="diving" duration="10"><image color="#000000"/><video filename="http://m/video"/></effect>',
  );
  expect(scene.clips).toMatchObject([{ skip: 0, span: { start: 5, end: 10 } }]);
});

test("a transition fades the sounds of both sides", () => {
  const { tracks } = build(
    `<stack>${song}${still('duration="4"')}</stack><transition duration="1"/>${video('duration="3"')}`,
  );
  expect(tracks.map(({ source, fades }) => [source, fades])).toEqual([
    [0, [{ kind: "out", start: 199, seconds: 1 }]],
    [1, [{ kind: "in", start: 199, seconds: 1 }]],
  ]);
});

test.each([
  [
    "a transition longer than what it joins",
    `${still('duration="1"')}<transition duration="2"/>${still()}`,
    /lasts longer than an element/,
  ],
  ["a skip past the end", video("", 'skip="11"'), /skip="11" is past the file's end at 10 seconds/],
  [
    "sound without a picture in an effect",
    '<effect type="none"><video filename="http://m/song"/></effect>',
    /has no picture/,
  ],
  ["a silent file as audio", '<audio filename="http://m/mute"/>', /has no sound/],
  ["two dots in a sequence", still('duration=".."'), /has no meaning in a sequence/],
  ["margins that leave nothing", `<stack duration="2">${still('margin-start="3"')}</stack>`, /leave no time/],
  [
    "a font that nobody has",
    '<text type="zone" fontname="Wingdings">Hello</text>',
    /no font "Wingdings"; there are Inter,/,
  ],
  ["a letter that no font has", '<text type="zone">漢字</text>', /no font of this engine has 漢 字/],
  ["a day of film", still('duration="80000"'), /longer than 4 hours/],
])("%s is an error at its line", (_what, body, message) => {
  expect(() => build(body)).toThrow(message);
});
