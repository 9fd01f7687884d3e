import { expect, test } from "vitest";
import { buildMasterPlaylist, matchesGlobs, measureSegments } from "#lib/engine/media/hls-master.ts";

const variant = (height: number, peak: number) => ({
  uri: `hls.${height}p.m3u8`,
  peakBitsPerSecond: peak,
  averageBitsPerSecond: peak / 2,
  width: Math.round((height * 16) / 9),
  height,
  framesPerSecond: 30,
  codecs: ["avc1.64001f", "mp4a.40.2"],
});

test("a master lists its variants from the lowest rate up", () => {
  expect(buildMasterPlaylist([variant(720, 2_000_000), variant(240, 400_000)])).toBe(
    [
      "#EXTM3U",
      "#EXT-X-VERSION:3",
      "#EXT-X-INDEPENDENT-SEGMENTS",
      '#EXT-X-STREAM-INF:BANDWIDTH=400000,AVERAGE-BANDWIDTH=200000,RESOLUTION=427x240,FRAME-RATE=30.000,CODECS="avc1.64001f,mp4a.40.2"',
      "hls.240p.m3u8",
      '#EXT-X-STREAM-INF:BANDWIDTH=2000000,AVERAGE-BANDWIDTH=1000000,RESOLUTION=1280x720,FRAME-RATE=30.000,CODECS="avc1.64001f,mp4a.40.2"',
      "hls.720p.m3u8",
      "",
    ].join("\n"),
  );
});

test("the peak is the heaviest segment's rate, the average that of all", () => {
  const playlist = "#EXTM3U\n#EXTINF:4.0,\na.ts\n#EXTINF:2.0,\nb.ts\n#EXT-X-ENDLIST\n";
  const sizes = new Map([
    ["a.ts", 1000],
    ["b.ts", 2000],
  ]);
  expect(measureSegments(playlist, (uri) => sizes.get(uri))).toEqual({
    peakBitsPerSecond: 8000,
    averageBitsPerSecond: 4000,
  });
});

test.each([
  ["hls.720p", ["hls.*"], true],
  ["hlsx720p", ["hls.*"], false],
  ["hls.720p", ["hls.240p", "hls.7??p"], true],
  ["h264", ["hls.*"], false],
  ["a+b(c)", ["a+b(c)"], true],
])("%s against %o is %s", (name, globs, matches) => {
  expect(matchesGlobs(name, globs)).toBe(matches);
});
