import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { WireEncoding } from "#lib/providers/telestream/wire.ts";
import { type FaultServer, raw, startFaultServer } from "#tests/support/fault-server.ts";
import { decodeAll, inspect, measure, pixelAt } from "#tests/support/media-check.ts";
import { expectLength, expectRate } from "#tests/support/media-expectations.ts";
import { doneEncoding, encodeWith } from "#tests/support/telestream-encodings.ts";
import { startTelestreamEngine, type TelestreamEngine } from "#tests/support/telestream-engine.ts";

/** Every preset once, and each setting that a picture shows, of one four-second source in one upload. */
const profiles: readonly Record<string, string>[] = [
  { preset_name: "h264", name: "h264" },
  { preset_name: "h264.hi", name: "h264.hi" },
  { preset_name: "webm", name: "webm" },
  { preset_name: "ogg", name: "ogg" },
  { preset_name: "mp3", name: "mp3" },
  { preset_name: "aac", name: "aac" },
  { preset_name: "vorbis", name: "vorbis" },
  { preset_name: "hls.variant", name: "hls.v", segment_time: "2" },
  { preset_name: "hls.variant.audio", name: "hls.a", segment_time: "2" },
  { preset_name: "hls.variant.playlist", name: "hls" },
  { preset_name: "thumbnail", name: "stills", frame_count: "3" },
  { preset_name: "thumbnail", name: "offsets", extname: "png", frame_offsets: "1s, 50f", width: "160" },
  {
    ...{ preset_name: "h264", name: "tuned", width: "320", height: "240", aspect_mode: "crop", fps: "12.5" },
    ...{ keyframe_rate: "0.5", h264_profile: "baseline", h264_level: "3.0", audio_channels: "1" },
    ...{ audio_sample_rate: "22050", audio_bitrate: "64", video_bitrate: "300", codec_preset: "fast" },
  },
  { preset_name: "h264", name: "twice", width: "320", height: "180", video_bitrate: "300", two_pass: "True" },
  {
    ...{
      preset_name: "h264",
      name: "marked",
      clip_offset: "00:00:01",
      clip_length: "00:00:02",
      width: "320",
    },
    ...{
      height: "180",
      watermark_right: "0px",
      watermark_bottom: "0",
      watermark_width: "25%",
      h264_crf: "18",
    },
  },
  {
    ...{ name: "own", extname: "mkv", width: "160", height: "120", audio_bitrate: "64" },
    command:
      "ffmpeg -i $input_file$ $filters$ -c:v libx264 -crf 30 -c:a libmp3lame $audio_bitrate$ step.mkv; ffmpeg -i step.mkv -c copy $output_file$",
  },
  { name: "forbidden", extname: "mp4", command: "mencoder $input_file$ -o $output_file$" },
];

let engine: TelestreamEngine;
let logos: FaultServer;
let encodings: Map<string, WireEncoding>;

beforeAll(async () => {
  logos = await startFaultServer();
  logos.script(raw(200, await redPng(), { "content-type": "image/png" }));
  engine = await startTelestreamEngine({ allowPrivateUrls: [`127.0.0.1:${logos.port}`] });
  const mark = { watermark_url: `${logos.baseUrl}/logo.png` };
  encodings = await encodeWith(
    engine,
    "noisy",
    profiles.map((profile) => (profile.name === "marked" ? { ...profile, ...mark } : profile)),
  );
}, 180_000);
afterAll(async () => {
  await engine.started.close();
  await logos.close();
});

const encoding = (name: string) => doneEncoding(engine, encodings, name);

async function redPng(): Promise<Buffer> {
  const args = [
    "-v",
    "error",
    "-f",
    "lavfi",
    "-i",
    "color=red:size=40x20",
    "-frames:v",
    "1",
    "-f",
    "image2pipe",
    "-c:v",
    "png",
    "-",
  ];
  return (await promisify(execFile)("ffmpeg", args, { encoding: "buffer" })).stdout;
}

describe("presets with a picture, as ffprobe sees them", () => {
  test.each([
    ["h264", "h264", "aac", 640, 480, 500],
    ["h264.hi", "h264", "aac", 1280, 720, 1000],
    ["webm", "vp8", "vorbis", 640, 480, 500],
    ["ogg", "theora", "vorbis", 640, 480, 500],
  ])(
    "%s is %s and %s, %i×%i, at its rates, as long as its source",
    async (name, video, audio, width, height, kbps) => {
      const { url, ...told } = encoding(name);
      const seen = await inspect(url);
      expect(seen.video).toMatchObject({ codec_name: video, width, height, nb_read_frames: 100 });
      expect(seen.audio).toMatchObject({ codec_name: audio });
      const measured = await measure(url);
      expectRate(measured.video, kbps);
      expectRate(measured.audio, 128);
      expectLength(measured.video, 4, 1 / 25);
      // One more in front, that decoders drop, and the last one filled up.
      expectLength(measured.audio, 4, (2 * 1024) / 44_100);
      await decodeAll(url);
      expect(told).toMatchObject({
        width,
        height,
        video_codec: video,
        audio_codec: audio,
        fps: 25,
        status: "success",
      });
    },
  );
});

test.each([
  ["mp3", "mp3", 1152],
  ["aac", "aac", 1024],
  ["vorbis", "vorbis", 1024],
])("%s is sound alone at its rate, as long as its source", async (name, codec, samples) => {
  const { url } = encoding(name);
  const seen = await inspect(url);
  expect([seen.video, seen.audio?.codec_name]).toEqual([undefined, codec]);
  const { audio } = await measure(url);
  expectRate(audio, 192);
  expectLength(audio, 4, (2 * samples) / 44_100);
  await decodeAll(url);
});

test("HLS variants have a picture or none, play from a master that lists them, and begin segments with key frames", async () => {
  const master = await (await fetch(encoding("hls").url)).text();
  expect(master.match(/#EXT-X-STREAM-INF/g)).toHaveLength(2);
  expect(master).toMatch(/RESOLUTION=640x480/);
  const picture = await measure(encoding("hls.v").url);
  expectRate(picture.video, 500);
  expectLength(picture.video, 4, 1 / 25);
  expect(picture.video.keyframesAt.some((at) => Math.abs(at - 2) < 0.001)).toBe(true);
  const { url } = encoding("hls.a");
  const sound = await inspect(url);
  expect([sound.video, sound.audio?.codec_name]).toEqual([undefined, "aac"]);
  expectRate((await measure(url)).audio, 56);
  await decodeAll(encoding("hls").url);
  expect((encoding("hls.v").files ?? []).filter((name) => name.endsWith(".ts"))).toHaveLength(2);
});

test("stills are the source's size and as many as asked for; offsets may be seconds and frames, as PNG", async () => {
  const stills = encoding("stills");
  expect(stills.files).toHaveLength(3);
  expect((await inspect(stills.url)).video).toMatchObject({ codec_name: "mjpeg", width: 640, height: 360 });
  const offsets = encoding("offsets");
  expect(offsets.files?.every((name) => name.endsWith(".png"))).toBe(true);
  expect(offsets.files).toHaveLength(2);
  expect((await inspect(offsets.url)).video).toMatchObject({ codec_name: "png", width: 160, height: 90 });
});

test("a tuned profile gets the frame, the rate, the key frames and the sound it names", async () => {
  const { url } = encoding("tuned");
  const seen = await inspect(url);
  expect(seen.video).toMatchObject({ width: 320, height: 240, nb_read_frames: 50 });
  expect(seen.audio).toMatchObject({ channels: 1 });
  const { video, audio } = await measure(url);
  expect(video.keyframesAt.map((at) => Math.round(at * 100) / 100)).toEqual([0, 2]);
  expectRate(video, 300);
  expectRate(audio, 64);
  expectLength(video, 4, 1 / 12.5);
  const { stdout } = await promisify(execFile)("ffprobe", [
    ...["-v", "error", "-select_streams", "v:0", "-show_entries", "stream=profile,level,avg_frame_rate"],
    ...["-of", "csv=p=0", url],
  ]);
  expect(stdout.trim()).toBe("Constrained Baseline,30,25/2");
});

test("two passes meet the rate", async () => {
  const { video } = await measure(encoding("twice").url);
  expectRate(video, 300);
  expectLength(video, 4, 1 / 25);
});

test("a clip has its length, and its watermark where it was put", async () => {
  const { url } = encoding("marked");
  expectLength((await measure(url)).video, 2, 1 / 25);
  const [red, green, blue] = await pixelAt(url, 310, 170);
  expect(red).toBeGreaterThan(200);
  expect(Math.max(green, blue)).toBeLessThan(60);
  const beside = await pixelAt(url, 200, 170);
  expect(beside[0] > 200 && beside[1] < 60).toBe(false);
});

test("a command of its own runs, one ffmpeg after the other, without a shell", async () => {
  const seen = await inspect(encoding("own").url);
  expect(seen.format.format_name).toContain("matroska");
  expect(seen.video).toMatchObject({ codec_name: "h264", width: 160, height: 120 });
  expect(seen.audio).toMatchObject({ codec_name: "mp3" });
});

test("a command that is not allowed fails as CommandInvalid, by the word", async () => {
  expect(encodings.get("forbidden")).toMatchObject({
    status: "fail",
    error_class: "CommandInvalid",
    error_message: '"mencoder" is not a program that commands may call.',
  });
  const profile = await (await engine.send("GET", "/profiles/forbidden.json")).json();
  expect(profile).toMatchObject({ reelyard: { command_fault: expect.stringContaining("mencoder") } });
});

test("what cannot be made is said before anything is encoded", async () => {
  for (const presetName of ["dnxhd", "hls.muxer", "h264.nvenc", "toString"]) {
    const answer = await engine.send("POST", "/profiles.json", { preset_name: presetName });
    expect([answer.status, await answer.json()]).toEqual([
      400,
      { error: "BadRequest", message: `preset_name ${presetName} is not available` },
    ]);
  }
});
