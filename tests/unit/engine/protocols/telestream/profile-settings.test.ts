import { expect, test } from "vitest";
import { presets } from "#lib/engine/protocols/telestream/preset-table.ts";
import { defaultProfiles, findPreset } from "#lib/engine/protocols/telestream/presets.ts";
import { readSettings } from "#lib/engine/protocols/telestream/profile-fields.ts";
import { toTranscodeSettings } from "#lib/engine/protocols/telestream/profile-settings.ts";

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
    two_pass: "true",
    category: "desktop",
  });
  expect(readSettings(new Map([["fps", ""]]))).toEqual({ fps: null });
});

test.each([
  ["width", "wide"],
  ["width", "1.5"],
  ["width", "-1"],
  ["fps", "NaN"],
  ["upscale", "perhaps"],
  ["width", "0"],
  ["width", "-2"],
  ["height", "1000000"],
  ["keyframe_interval", "0"],
  ["keyframe_interval", "-1"],
  ["keyframe_interval", "1000000000"],
  ["h264_crf", "999"],
  ["video_bitrate", "500k"],
  ["audio_sample_rate", "7"],
  ["aspect_mode", "wide"],
  ["h264_profile", "best"],
  ["codec_preset", "warp"],
  ["clip_offset", "soon"],
  ["frame_offsets", "2s; 3s"],
  ["frame_interval", "often"],
  ["watermark_url", "file:///etc/passwd"],
  ["watermark_left", "10em"],
  ["x264_options", "ref=3:stats=/tmp/x"],
  ["encryption", "true"],
  ["segment_time", "1"],
])("%s=%s is refused by name", (name, value) => {
  expect(() => readSettings(new Map([[name, value]]))).toThrow(name);
});

test("clips, keyframe rates and the three names of crop become what media code understands", () => {
  expect(
    settingsOf("h264", { clip_offset: "00:00:01.5", clip_end: "00:01:00", fps: "30", keyframe_rate: "0.5" }),
  ).toMatchObject({ clipStartMs: 1500, clipLengthMs: 58_500, keyframesPerSecond: 0.5 });
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

test("what the engine does not act on is kept; what a profile is besides its settings is none", () => {
  const given = {
    category: "desktop",
    Keyframe_rate: "2",
    name: "x",
    factory_id: "f",
    delete: "1",
    "events[a]": "b",
  };
  expect(readSettings(new Map(Object.entries(given)))).toEqual({ category: "desktop", keyframe_rate: 2 });
});

test("fine settings become what media code understands", () => {
  expect(
    settingsOf("h264", {
      two_pass: "True",
      max_rate: "900",
      cbr: "false",
      codec_preset: "fast",
      h264_tune: "film",
      h264_level: "3.1",
      x264_options: "ref=4:bframes=2",
      deinterlace: "double_fps",
      crop_input_left: "10",
      mute_audio_tracks: "1",
      watermark_url: "https://example.com/logo.png",
      watermark_right: "5%",
      audio_codec: "libmp3lame",
    }),
  ).toMatchObject({
    isTwoPass: true,
    maxRateKbps: 900,
    encoderPreset: "fast",
    h264Tune: "film",
    h264Level: "3.1",
    x264Options: "ref=4:bframes=2",
    deinterlace: "double_fps",
    inputCrop: { left: 10 },
    isMuted: true,
    watermark: { url: "https://example.com/logo.png", right: "5%", left: null },
    audioCodec: "mp3",
  });
  expect(settingsOf("thumbnail", { frame_offsets: "2s, 10.5s,250f" }).frameOffsets).toEqual([
    { ms: 2000 },
    { ms: 10_500 },
    { frame: 250 },
  ]);
  expect(settingsOf("thumbnail", { frame_interval: "1000f" }).frameInterval).toEqual({ frame: 1000 });
});
