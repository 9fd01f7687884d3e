import { describe, expect, test } from "vitest";
import { SxmlError } from "#lib/engine/media/compose/sxml/problems.ts";
import { readMovie } from "#lib/engine/media/compose/sxml/read-movie.ts";

const inBody = (body: string) => `<movie service="craftsman-1.0"><body>\n${body}\n</body></movie>`;
const image = '<image color="#ff0000"/>';

function problemsOf(text: string): string[] {
  try {
    readMovie(text);
    return [];
  } catch (error) {
    if (!(error instanceof SxmlError)) throw error;
    return error.message.split("\n");
  }
}

describe("the text", () => {
  test("the documentation's sample is read whole", () => {
    const { body } = readMovie(
      inBody(`<stack>
        <effect type="kenburns" duration="4"><image filename="http://127.0.0.1/a.jpg"/></effect>
        <audio filename="http://127.0.0.1/m.mp3" duration=".." fadein="1" fadeout="1"/>
        <text type="zone" fontcolor="#ffffff" margin-start="1" margin-end="1">Hello</text>
      </stack>
      <transition type="crossfade" duration="1"/>
      <effect type="none" duration="3"><video filename="http://127.0.0.1/v.mp4" skip="1" audio="false"/></effect>`),
    );
    expect(body.items.map((item) => item.kind)).toEqual(["stack", "effect"]);
    expect(body.transitions).toMatchObject([{ type: "crossfade", duration: 1 }]);
  });

  test.each([
    [
      "an external entity",
      '<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]><movie>&x;</movie>',
      /document type/,
    ],
    [
      "a billion laughs",
      '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><movie>&b;</movie>',
      /document type/,
    ],
    ["an entity nobody declared", "<movie>&lol;</movie>", /line 1, column \d+: undefined entity/],
    ["ten thousand levels", "<stack>".repeat(10_000), /nested more than 64 deep/],
    ["ten megabytes", `<movie>${" ".repeat(10 * 1024 * 1024)}</movie>`, /more than 2,097,152 characters/],
    ["thirty thousand elements", `<movie>${"<a/>".repeat(30_000)}</movie>`, /more than 20000 elements/],
    ["a tag left open", "<movie>\n<body>\n</movie>", /line 3, column \d+: unexpected close tag/],
    ["nothing", "", /line 1, column 1/],
  ])("%s is refused at its place", (_what, text, message) => {
    expect(problemsOf(text)).toEqual([expect.stringMatching(message)]);
  });
});

describe("what is not rendered", () => {
  test.each([
    ["an element", '<widget type="tiles"/>', "line 2, column 1: <widget> is not rendered by this engine"],
    [
      "an effect",
      `<effect type="mandala">${image}</effect>`,
      /line 2, column 9: type="mandala" of <effect> is not rendered/,
    ],
    [
      "an attribute",
      `<effect type="none" cameramove="left">${image}</effect>`,
      /line 2, column 21: the attribute cameramove/,
    ],
    [
      "a filter",
      `<effect type="none">${image}<filter type="tv"/></effect>`,
      /type="tv" of <filter> is not rendered/,
    ],
    ["a camera", `<stack><effect type="none">${image}</effect><camera/></stack>`, /<camera> is not rendered/],
    [
      "a map",
      '<effect type="none"><image type="map" center="1,2"/></effect>',
      /type="map" of <image> is not rendered/,
    ],
    [
      "a voice",
      '<audio voice="neospeech:julie">Hello</audio>',
      /speech \(voice\) is not made by this engine/,
    ],
    [
      "depth",
      `<effect type="none">${image}<animator type="custom"><key time="0" pos="0,0,-1"/></animator></effect>`,
      /a movement in depth/,
    ],
    [
      "words between elements",
      `<stack>oops<effect type="none">${image}</effect></stack>`,
      /text in <stack> is not rendered/,
    ],
    [
      "a local file",
      '<effect type="none"><image filename="file:///etc/passwd"/></effect>',
      /filename must be an http address/,
    ],
    ["a bare image", '<image color="#ff0000"/>', /<image> must be inside an effect, overlay or filter/],
    ["a transition at the end", `<effect type="none">${image}</effect><transition/>`, /between two elements/],
    [
      "both margins and a duration",
      `<effect type="none" margin-both="1" duration="2">${image}</effect>`,
      /margin-both excludes/,
    ],
    ["a colour by name", '<effect type="none"><image color="red"/></effect>', /color must be a colour/],
    [
      "a mask without a picture",
      `<effect type="none">${image}<filter type="alphamask"/></effect>`,
      /needs a picture inside/,
    ],
    ["two media in one still", `<effect type="none">${image}${image}</effect>`, /takes one medium/],
  ])("%s is an error that names it and its line", (_what, body, message) => {
    const problems = problemsOf(inBody(body));
    expect(problems).toEqual(
      expect.arrayContaining([typeof message === "string" ? message : expect.stringMatching(message)]),
    );
    expect(problems.every((problem) => /^line \d+, column \d+: /.test(problem))).toBe(true);
  });

  test("every problem is told at once", () => {
    expect(problemsOf(inBody('<widget/>\n<sphere/>\n<effect type="none" foo="1"/>'))).toHaveLength(4);
  });
});
