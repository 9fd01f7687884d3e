import { expect, test } from "vitest";
import { planCuts, planLadder } from "#lib/engine/protocols/apivideo/ladder.ts";
import { parseTimecode } from "#lib/engine/protocols/apivideo/times.ts";
import { apivideoDetails } from "#lib/engine/protocols/apivideo/video-details.ts";
import { mediaFacts } from "#tests/support/transcode-settings.ts";

const asset = { assetId: "vi1" };
const plain = apivideoDetails.parse({});
const everyTwoSeconds = [0, 2000, 4000, 6000, 8000];
const names = (ladder: readonly { profileName: string }[]) => ladder.map((one) => one.profileName);

test("a 720p source gives the five qualities that the guide names, and the playlist over them", () => {
  const ladder = planLadder(asset, mediaFacts({ width: 1280, height: 720 }), plain, everyTwoSeconds);
  expect(names(ladder)).toEqual(["hls.240p", "hls.360p", "hls.480p", "hls.720p", "hls", "mp4.720p"]);
});

test("without mp4Support there is no MP4", () => {
  const ladder = planLadder(
    asset,
    mediaFacts(),
    apivideoDetails.parse({ mp4Support: false }),
    everyTwoSeconds,
  );
  expect(names(ladder).filter((name) => name.startsWith("mp4"))).toEqual([]);
});

test("a film held upright is measured by its shorter side", () => {
  const ladder = planLadder(asset, mediaFacts({ width: 720, height: 1280 }), plain, everyTwoSeconds);
  expect(names(ladder)).toContain("hls.720p");
  expect(ladder[0]?.settings).toMatchObject({ width: 240, height: null });
});

test("a source smaller than any quality has the lowest, and does not grow", () => {
  const [lowest, ...rest] = planLadder(asset, mediaFacts({ width: 64, height: 48 }), plain, everyTwoSeconds);
  expect([lowest?.profileName, lowest?.settings.upscale]).toEqual(["hls.240p", false]);
  expect(names(rest)).toEqual(["hls", "mp4.240p"]);
});

test("H.264 and AAC are copied on top, and the other rungs are cut where the copy will be", () => {
  const ladder = planLadder(asset, mediaFacts(), plain, everyTwoSeconds);
  const byName = Object.fromEntries(ladder.map((one) => [one.profileName, one.settings]));
  expect(byName["hls.1080p"]).toMatchObject({ videoCodec: "copy", audioCodec: "copy" });
  expect(byName["mp4.1080p"]).toMatchObject({ videoCodec: "copy", audioCodec: "copy" });
  expect(byName["hls.720p"]).toMatchObject({ videoCodec: "h264", keyframesAtMs: [4000, 8000] });
});

test.each([
  ["VP9", mediaFacts({ videoCodec: "vp9" }), everyTwoSeconds],
  ["ten bits", mediaFacts({ pixelFormat: "yuv420p10le" }), everyTwoSeconds],
  ["a turned picture", mediaFacts({ rotation: 90 }), everyTwoSeconds],
  ["a rate far above its quality's", mediaFacts({ videoBitrateKbps: 50_000 }), everyTwoSeconds],
  ["one key frame in a minute", mediaFacts({ durationMs: 60_000 }), [0]],
  ["key frames nobody knows", mediaFacts(), undefined],
])("%s is encoded on top too", (_what, facts, keyframes) => {
  const ladder = planLadder(asset, facts, plain, keyframes);
  const top = ladder.find((one) => one.profileName === "hls.1080p");
  expect(top?.settings.videoCodec).toBe("h264");
});

test("a clip is cut out of everything, a watermark laid over everything, and nothing copied then", () => {
  const details = apivideoDetails.parse({
    clip: { startMs: 1000, lengthMs: 2000 },
    watermark: { id: "w", key: "k", format: "png", left: "10px", top: "5%", opacity: "50%" },
  });
  for (const { settings } of planLadder(asset, mediaFacts(), details, everyTwoSeconds)) {
    expect(settings).toMatchObject({ clipStartMs: 1000, clipLengthMs: 2000, audioCodec: "aac" });
    expect(settings.videoCodec).not.toBe("copy");
    expect(settings.overlay).toMatchObject({ left: { pixels: 10 }, top: { share: 0.05 }, opacity: 0.5 });
  }
});

test("sound alone has one rung and an MP4 without a picture", () => {
  const facts = mediaFacts({ videoCodec: null, width: null, height: null });
  const ladder = planLadder(asset, facts, plain, undefined);
  expect(names(ladder)).toEqual(["hls.240p", "hls", "mp4.240p"]);
  expect(ladder.map((one) => one.settings.videoCodec)).toEqual([null, "h264", null]);
});

test.each([
  [
    [0, 3000, 6000, 9000, 12_000, 18_000],
    [6000, 9000, 12_000, 18_000],
  ],
  [
    [40, 5040, 10_040],
    [5000, 10_000],
  ],
  [[0, 1000], []],
])("of key frames at %j the muxer cuts at %j", (keyframes, cuts) => {
  expect(planCuts(keyframes)).toEqual(cuts);
});

test.each([
  ["00:00:01", 1000],
  ["00:15:22.05", 922_050],
  ["01:00:00:12", 3_600_480],
  ["7", 7000],
  ["0:61:00", undefined],
  ["", undefined],
  ["1e3", undefined],
  ["-1", undefined],
])("the timecode %j is %j ms", (timecode, ms) => {
  expect(parseTimecode(timecode, 25)).toBe(ms);
});
