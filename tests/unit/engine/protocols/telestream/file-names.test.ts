import { describe, expect, test } from "vitest";
import {
  nameFromUrl,
  readPathFormat,
  toExtname,
  toFileName,
  toPath,
} from "#lib/engine/protocols/telestream/file-names.ts";

describe("the name shown for an upload is its last part, inert and bounded", () => {
  test.each([
    ["/path/to/movie.mp4", "movie.mp4"],
    ["C:\\clips\\movie.mp4", "movie.mp4"],
    ["../../etc/x.mp4", "x.mp4"],
    ["..\\..\\x.mp4", "x.mp4"],
    ["a\u0000b\r\nc.mp4", "abc.mp4"],
    ["e\u0301.mp4", "\u00e9.mp4"],
    ["🎬.mp4", "🎬.mp4"],
    ["  movie.mp4 ", "movie.mp4"],
    ['<img onerror="x">.mp4', '<img onerror="x">.mp4'],
    ["CON.mp4", "CON.mp4"],
  ])("%j is %j", (given, shown) => {
    expect(toFileName(given)).toBe(shown);
  });

  test("255 bytes stay, 256 are cut before the extension and never inside a character", () => {
    const fits = `${"a".repeat(251)}.mp4`;
    expect(toFileName(fits)).toBe(fits);
    const cut = toFileName(`${"é".repeat(130)}.mp4`);
    expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(255);
    expect(cut).toMatch(/^é+\.mp4$/);
  });
});

test.each([
  ["movie.MP4", ".mp4"],
  ["movie", ""],
  [".mp4", ""],
  ["movie.", ""],
  ["movie.tar.gz", ".gz"],
  ["movie.<b>", ""],
])("the extension of %j is %j", (name, extension) => {
  expect(toExtname(name)).toBe(extension);
});

test("a URL's video is named after the last part of its path", () => {
  expect(nameFromUrl(new URL("http://files.com/a/my%20video.mp4?sig=1"))).toBe("my video.mp4");
  expect(nameFromUrl(new URL("http://files.com/%zz.mp4"))).toBe("%zz.mp4");
  expect(nameFromUrl(new URL("http://files.com/"))).toBe("files.com");
});

describe("path_format", () => {
  const words = {
    id: "e1",
    videoId: "v1",
    originalName: "My film (1).mp4",
    date: new Date("2009-10-09T10:00:00Z"),
    profile: "h264",
    width: 480,
    height: 340,
  };

  test("is :id when absent, and knows every keyword of the document", () => {
    expect(readPathFormat(undefined)).toBe(":id");
    expect(toPath(":id", words)).toBe("e1");
    expect(toPath(":date/:type/:profile/:original_:video_id-:resolution-:id", words)).toBe(
      "2009-10-09/encodings/h264/My-film-1-_v1-480x340-e1",
    );
    expect(toPath(":type/:id", { ...words, profile: "original" })).toBe("original/e1");
  });

  test.each(["a/b", "../:id", "/:id", "reelyard/:id", ":id.mp4", ":id//x", ":video_id"])(
    "%j is refused",
    (given) => {
      expect(() => readPathFormat(given)).toThrow("path_format");
    },
  );
});
