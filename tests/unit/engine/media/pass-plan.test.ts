import { expect, test } from "vitest";
import { planPasses } from "#lib/engine/media/pass-plan.ts";
import { hlsMaster, hlsVariant, newRendition } from "#tests/support/transcode-settings.ts";

const names = (passes: ReturnType<typeof planPasses<ReturnType<typeof newRendition>>>) =>
  passes.map((pass) => pass.map((rendition) => rendition.profileName));

test("what cuts the source alike is one pass", () => {
  const passes = planPasses([
    newRendition("h264"),
    newRendition("webm", { container: "webm" }),
    hlsVariant("hls.240p", 240),
    newRendition("teaser", { clipStartMs: 1000, clipLengthMs: 2000 }),
    newRendition("mp3", { kind: "audio", container: "mp3", videoCodec: null }),
  ]);
  expect(names(passes)).toEqual([["h264", "webm", "hls.240p", "mp3"], ["teaser"]]);
});

test("masters and stills are no encodes", () => {
  expect(planPasses([hlsMaster(), newRendition("thumbs", { kind: "stills", container: "jpg" })])).toEqual([]);
});

test("an encode in two passes runs alone; a command is none of these", () => {
  const passes = planPasses([
    newRendition("a"),
    newRendition("twice", { isTwoPass: true }),
    newRendition("b"),
    newRendition("own", { kind: "command", container: "other", command: "ffmpeg" }),
  ]);
  expect(names(passes)).toEqual([["a", "b"], ["twice"]]);
});

test("a pass has at most eight outputs", () => {
  const many = Array.from({ length: 19 }, (_unused, index) => newRendition(`r${index}`));
  expect(planPasses(many).map((pass) => pass.length)).toEqual([8, 8, 3]);
});
