import { expect, test } from "vitest";
import { toStreamViews } from "#lib/features/ziggeo/to-stream-view.ts";
import { toDomainAsset } from "#lib/providers/ziggeo/to-domain.ts";
import { type WireVideo, wireStates } from "#lib/providers/ziggeo/wire.ts";

const stream = (token: string, more: object = {}) => ({
  token,
  state: wireStates.ready,
  has_video: true,
  ...more,
});
const transcoded = (token: string, parent: string) =>
  stream(token, { creation_type: 1, video_height: 720, parent_stream: parent });

const streams = [
  stream("o1"),
  transcoded("t1", "o1"),
  stream("o2"),
  transcoded("t2", "o2"),
  stream("d", { state: wireStates.empty, has_video: false, has_image: true }),
  stream("k", { key: "teaser" }),
];
const video: WireVideo = { token: "v", state: wireStates.ready, streams, default_stream: streams[3] };

test("streams of one name are told apart, a key is a name, and a draft is a new stream", () => {
  expect(toStreamViews(video).map(({ name }) => name)).toEqual([
    "Original",
    "Transcoded 720p",
    "Original 2",
    "Transcoded 720p 2",
    "New stream",
    "teaser",
  ]);
  const [, , , shown, draft] = toStreamViews(video);
  expect(shown).toMatchObject({ isDefault: true, isBound: true, isTranscoded: true, parentToken: "o2" });
  expect(draft).toMatchObject({ isDefault: false, isBound: false, state: "draft", videoUrl: null });
  expect(draft?.imageUrl).toContain("/files/ziggeo/videos/v/streams/d/image");
});

test("a draft waits for a person: the library does not count it as work", () => {
  const { renditions, playback } = toDomainAsset(video, "https://cdn.example");
  expect(renditions.map(({ name, status }) => `${name}: ${status}`)).toEqual([
    "Original: ready",
    "Transcoded 720p: ready",
    "Original 2: ready",
    "Transcoded 720p 2: ready",
    "teaser: ready",
  ]);
  expect(playback[0]?.label).toBe("Transcoded 720p 2");
});

test("our engine says that a stream is bound although nothing is in it yet", () => {
  const bound = stream("b", { state: wireStates.empty, reelyard: { bound: true } });
  expect(toStreamViews({ ...video, streams: [bound] })).toMatchObject([{ isBound: true, name: "Original" }]);
});

test("what was made of a stream stands right under it; nothing is lost to a parent that is odd", () => {
  const mixed = [
    stream("o1"),
    stream("o2"),
    transcoded("t1", "o1"),
    transcoded("t2", "o2"),
    transcoded("of-made", "t1"),
    transcoded("of-itself", "of-itself"),
    transcoded("of-nobody", "gone"),
    transcoded("a", "b"),
    transcoded("b", "a"),
  ];
  const shown = toStreamViews({ ...video, streams: mixed }).map(({ streamToken }) => streamToken);
  expect(shown).toEqual(["o1", "t1", "o2", "t2", "of-made", "of-itself", "of-nobody", "a", "b"]);
});
