import { expect, test } from "vitest";
import { defaultProfiles, findPreset, presets } from "#lib/engine/protocols/telestream/presets.ts";
import { readSettings, toTranscodeSettings } from "#lib/engine/protocols/telestream/profile-settings.ts";

const settingsOf = (presetName: string, own: Record<string, string> = {}) => {
  const preset = findPreset(presetName);
  if (!preset) throw new Error(`There is no preset ${presetName}.`);
  return toTranscodeSettings(preset, { ...preset.settings, ...readSettings(new Map(Object.entries(own))) });
};

test("the presets carry the vendor's defaults", () => {
  expect(settingsOf("h264")).toMatchObject({
    kind: "video",
    container: "mp4",
    videoCodec: "h264",
    audioCodec: "aac",
    width: 640,
    height: 480,
    videoBitrateKbps: 500,
    audioBitrateKbps: 128,
    aspectMode: "letterbox",
    upscale: true,
    framesPerSecond: null,
    keyframeIntervalFrames: 250,
  });
  expect(settingsOf("h264.hi")).toMatchObject({ width: 1280, height: 720, videoBitrateKbps: 1000 });
  expect(settingsOf("webm")).toMatchObject({ container: "webm", videoCodec: "vp8", audioCodec: "vorbis" });
  expect(settingsOf("hls.variant")).toMatchObject({ kind: "hls-variant", audioBitrateKbps: 56 });
  expect(settingsOf("hls.variant.playlist")).toMatchObject({ kind: "hls-master", variantNames: ["hls.*"] });
  expect(settingsOf("mp3")).toMatchObject({ kind: "audio", videoBitrateKbps: null, audioBitrateKbps: 192 });
});

test("settings arrive as text, in every spelling of true and false, and leave as their JSON types", () => {
  const given = {
    fps: "45",
    upscale: "False",
    width: "320",
    time_code: "true",
    two_pass: "True",
    category: "desktop",
  };
  expect(readSettings(new Map(Object.entries(given)))).toEqual({
    fps: 45,
    upscale: false,
    width: 320,
    time_code: true,
    two_pass: "True",
  });
  expect(readSettings(new Map([["fps", ""]]))).toEqual({ fps: null });
});

test.each([
  ["width", "wide"],
  ["width", "1.5"],
  ["width", "-1"],
  ["fps", "NaN"],
  ["upscale", "perhaps"],
])("%s=%s is refused by name", (name, value) => {
  expect(() => readSettings(new Map([[name, value]]))).toThrow(name);
});

test("clips, keyframe rates and the three names of crop become what media code understands", () => {
  expect(
    settingsOf("h264", { clip_offset: "00:00:01.5", clip_end: "00:01:00", fps: "30", keyframe_rate: "0.5" }),
  ).toMatchObject({ clipStartMs: 1500, clipLengthMs: 58_500, keyframeIntervalFrames: 60 });
  for (const name of ["crop", "fill", "fill (crop)"]) {
    expect(settingsOf("h264", { aspect_mode: name }).aspectMode).toBe("crop");
  }
});

test("every default profile has a preset, a name of its own, and no playlist lists itself", () => {
  expect(new Set(defaultProfiles.map(({ name }) => name)).size).toBe(defaultProfiles.length);
  expect(defaultProfiles.map(({ name }) => name)).toEqual([
    "h264",
    "h264.hi",
    "webm",
    "hls.240p",
    "hls.480p",
    "hls.720p",
    "hls",
  ]);
  for (const { presetName } of defaultProfiles)
    expect(presets.map((one) => one.presetName)).toContain(presetName);
  expect("hls".startsWith("hls.")).toBe(false);
});
