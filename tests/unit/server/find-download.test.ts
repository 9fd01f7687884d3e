import { describe, expect, test } from "vitest";
import { toFileName } from "#lib/server/find-download.ts";

const mp4 = "http://127.0.0.1:4102/files/f/8f2c.mp4?x=1";

describe("a download is named after what it is", () => {
  test.each([
    ["the source keeps its name", "Teaser DE.mov", "http://h/a/b.mov", undefined, "Teaser DE.mov"],
    ["a rendition says which it is", "Teaser DE.mov", mp4, "h264.hi", "Teaser DE (h264.hi).mp4"],
    ["a title without an ending gets the file's", "Keynote", mp4, undefined, "Keynote.mp4"],
    ["paths stay names", "../../etc/passwd", mp4, undefined, "_.._etc_passwd.mp4"],
    ["Windows paths too", "..\\x", mp4, undefined, "_x.mp4"],
    ["line ends cannot end a header", "a\r\nset-cookie: b", mp4, undefined, "a__set-cookie: b.mp4"],
    ["an override cannot hide the ending", "gpj\u202e4pm.exe", mp4, undefined, "gpj_4pm.exe.mp4"],
    ["an empty title is a video", "", mp4, undefined, "video.mp4"],
    ["a URL without an ending adds none", "Clip", "http://h/a", "720p", "Clip (720p)"],
  ])("%s", (_what, title, url, rendition, expected) => {
    expect(toFileName(title, url, rendition)).toBe(expected);
  });
});
