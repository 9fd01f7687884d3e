import { expect, test } from "vitest";
import type { TranscodeSettings } from "#lib/engine/library/types.ts";
import { buildPassArgs, buildRuns, TranscodeError } from "#lib/engine/media/transcode-args.ts";
import { mediaFacts, transcodeSettings } from "#tests/support/transcode-settings.ts";

const encoders = new Set(["libx264", "aac", "libvpx", "libvpx-vp9", "libvorbis", "libopus", "libmp3lame"]);
const source = { file: "source", facts: mediaFacts() };

const output = (changes: Partial<TranscodeSettings> = {}, file = "out/a/media.mp4") => ({
  settings: transcodeSettings(changes),
  file,
});
const valueAfter = (args: readonly string[], name: string) => args[args.indexOf(name) + 1];

test("a source is opened by its one demuxer, with no other format, protocol or decoder allowed", () => {
  const args = buildPassArgs(source, [output()], encoders);
  const beforeInput = args.slice(0, args.indexOf("-i"));
  expect(valueAfter(beforeInput, "-f")).toBe("mov");
  expect(valueAfter(beforeInput, "-protocol_whitelist")).toBe("file,pipe,fd");
  for (const format of ["hls", "concat", "dash", "image2", "sdp"]) {
    expect(valueAfter(beforeInput, "-format_whitelist")?.split(",")).not.toContain(format);
  }
  expect(valueAfter(args, "-i")).toBe("file:source");
});

test("several renditions share one decode", () => {
  const args = buildPassArgs(
    source,
    [output(), output({ width: 640, height: 480 }, "out/b/media.mp4")],
    encoders,
  );
  expect(args.filter((argument) => argument === "-i")).toHaveLength(1);
  expect(valueAfter(args, "-filter_complex")).toMatch(/^\[0:v:0\]split=2\[s0\]\[s1\];/);
  expect(args.filter((argument) => argument.endsWith("media.mp4"))).toEqual([
    "file:out/a/media.mp4",
    "file:out/b/media.mp4",
  ]);
});

test("the rungs of a ladder are each made from the one above, other renditions from the source", () => {
  const rung = (height: number) =>
    output({ kind: "hls-variant", container: "hls", width: null, height }, `out/${height}/media.m3u8`);
  const film = { ...source, facts: { ...source.facts, width: 1920, height: 1080 } };
  const graph = (outputs: ReturnType<typeof output>[]) =>
    valueAfter(buildPassArgs(film, outputs, encoders), "-filter_complex")?.split(";") ?? [];
  const [split, ...chains] = graph([rung(240), rung(720), rung(480), output()]);
  expect(split).toBe("[0:v:0]split=2[s1][s3]");
  expect(chains.map((chain) => [chain.slice(0, 4), chain.replace(/^.*yuv420p/, "")])).toEqual([
    ["[s0]", "[v0]"],
    ["[s1]", ",split=2[v1][s2]"],
    ["[s2]", ",split=2[v2][s0]"],
    ["[s3]", "[v3]"],
  ]);
  const deinterlaced = output({
    kind: "hls-variant",
    container: "hls",
    height: 480,
    deinterlace: "keep_fps",
  });
  expect(graph([rung(720), deinterlaced])[0]).toBe("[0:v:0]split=2[s0][s1]");
});

test("H.264 by bitrate is bounded, by quality it is constant", () => {
  const byRate = buildPassArgs(source, [output({ videoBitrateKbps: 500 })], encoders);
  expect(["-b:v", "-maxrate", "-bufsize"].map((name) => valueAfter(byRate, name))).toEqual([
    "500k",
    "750k",
    "1000k",
  ]);
  const byQuality = buildPassArgs(source, [output({ crf: 21, videoBitrateKbps: null })], encoders);
  expect(valueAfter(byQuality, "-crf")).toBe("21");
  expect(byQuality).not.toContain("-b:v");
});

test("HLS variants begin every segment with a key frame and name their segments after the playlist", () => {
  const variant = output({ kind: "hls-variant", container: "hls", segmentSeconds: 6 }, "out/a/media.m3u8");
  const args = buildPassArgs(source, [variant], encoders);
  expect(valueAfter(args, "-force_key_frames")).toBe("expr:gte(t,n_forced*6)");
  expect(valueAfter(args, "-hls_segment_filename")).toBe("out/a/media-%05d.ts");
});

test("a watermark is opened by its own demuxer alone and placed as CSS places a box", () => {
  const place = {
    url: "http://x/",
    top: null,
    bottom: "10%",
    left: null,
    right: "8px",
    width: "25%",
    height: null,
  };
  const settings = { watermark: place, width: 640, height: 360 };
  const marked = { ...output(settings), watermark: { file: "watermark-a", format: "png" as const } };
  const args = buildPassArgs(source, [output({}, "out/b/media.mp4"), marked], encoders);
  const second = args.slice(args.lastIndexOf("-format_whitelist"));
  expect(valueAfter(second, "-format_whitelist")).toBe("png_pipe");
  expect(valueAfter(second, "-i")).toBe("file:watermark-a");
  expect(valueAfter(args, "-filter_complex")).toContain("[1:v:0]scale=160:-1:flags=bicubic[m1];");
  expect(valueAfter(args, "-filter_complex")).toContain(
    "[b1][m1]overlay=x=main_w-overlay_w-8:y=main_h-overlay_h-36",
  );
});

test("two passes are two runs, of which the first writes nothing", () => {
  const [first = [], second = [], ...rest] = buildRuns(source, [output({ isTwoPass: true })], encoders);
  expect(rest).toEqual([]);
  expect([valueAfter(first, "-pass"), first.at(-1), first.includes("-c:a")]).toEqual(["1", "-", false]);
  expect([valueAfter(second, "-pass"), second.at(-1)]).toEqual(["2", "file:out/a/media.mp4"]);
  expect(buildRuns(source, [output({ isTwoPass: true, crf: 20 })], encoders)).toHaveLength(1);
});

test("a profile's fine settings reach the encoder", () => {
  const args = buildPassArgs(
    source,
    [
      output({
        encoderPreset: "fast",
        h264Tune: "film",
        h264Level: "3.1",
        h264Profile: "high10",
        maxRateKbps: 400,
        bufferSizeKbits: 900,
        x264Options: "ref=4",
        keyframesPerSecond: 0.5,
        deinterlace: "keep_fps",
        inputCrop: { left: 100, top: 40, right: 20, bottom: 10 },
        isMuted: true,
      }),
    ],
    encoders,
  );
  const values = [
    "-preset",
    "-tune",
    "-level",
    "-profile:v",
    "-maxrate",
    "-bufsize",
    "-x264-params",
    "-g",
    "-af",
  ];
  expect(values.map((name) => valueAfter(args, name))).toEqual([
    ...["fast", "film", "3.1", "high10", "400k", "900k", "ratetol=0.1:ref=4", "60", "volume=0"],
  ]);
  expect(valueAfter(args, "-force_key_frames")).toBe("expr:gte(t,n_forced*2)");
  expect(valueAfter(args, "-filter_complex")).toContain("[s0]crop=1800:1030:100:40,yadif=mode=send_frame,");
  expect(valueAfter(args, "-filter_complex")).toContain("format=yuv420p10le");
});

test.each([
  ["begins after the end", { clipStartMs: 10_000 }],
  ["ends before it begins", { clipLengthMs: 0 }],
  ["has a picture of nothing", { inputCrop: { left: 1920 } }],
])("a clip that %s is refused in words", (_what, changes) => {
  expect(() => buildPassArgs(source, [output(changes)], encoders)).toThrow(TranscodeError);
});

test("a clip is cut before decoding and limited on the way out", () => {
  const args = buildPassArgs(source, [output({ clipStartMs: 1500, clipLengthMs: 2000 })], encoders);
  expect(args.indexOf("-ss")).toBeLessThan(args.indexOf("-i"));
  expect(valueAfter(args, "-ss")).toBe("1.500");
  expect(args.indexOf("-t")).toBeGreaterThan(args.indexOf("-i"));
  expect(valueAfter(args, "-t")).toBe("2.000");
});

test("a source without sound makes a silent rendition", () => {
  const args = buildPassArgs({ ...source, facts: mediaFacts({ audioCodec: null }) }, [output()], encoders);
  expect(args).toContain("-an");
  expect(args).not.toContain("-c:a");
});

test("no more channels than the source has, unless they are asked for", () => {
  const mono = { ...source, facts: mediaFacts({ audioChannels: 1 }) };
  expect(valueAfter(buildPassArgs(mono, [output()], encoders), "-ac")).toBe("1");
  expect(valueAfter(buildPassArgs(mono, [output({ audioChannels: 2 })], encoders), "-ac")).toBe("2");
  const surround = { ...source, facts: mediaFacts({ audioChannels: 8 }) };
  expect(valueAfter(buildPassArgs(surround, [output()], encoders), "-ac")).toBe("2");
});

test("a sampling rate that no player knows becomes 48 kHz", () => {
  const args = buildPassArgs(
    { ...source, facts: mediaFacts({ audioSampleRate: 192_000 }) },
    [output({ audioSampleRate: null })],
    encoders,
  );
  expect(valueAfter(args, "-ar")).toBe("48000");
});

test("a timebase that was taken for a frame rate does not become one", () => {
  const wild = { ...source, facts: mediaFacts({ framesPerSecond: 90_000 }) };
  expect(valueAfter(buildPassArgs(wild, [output()], encoders), "-filter_complex")).toContain("fps=60");
});

test.each([
  ["a video of a source without a picture", mediaFacts({ videoCodec: null }), output()],
  [
    "an audio rendition of a source without sound",
    mediaFacts({ audioCodec: null }),
    output({ kind: "audio", container: "mp3", videoCodec: null, audioCodec: "mp3" }, "out/a/media.mp3"),
  ],
  ["an encoder that this ffmpeg lacks", mediaFacts(), output({ container: "ogg", videoCodec: "theora" })],
])("%s is refused in words", (_what, facts, wanted) => {
  expect(() => buildPassArgs({ file: "source", facts }, [wanted], encoders)).toThrow(TranscodeError);
});

test("a copied picture is decoded for nobody, and shares its pass with those that are drawn", () => {
  const copied = output(
    { kind: "hls-variant", container: "hls", videoCodec: "copy", audioCodec: "copy" },
    "out/a/media.m3u8",
  );
  const alone = buildPassArgs(source, [copied], encoders);
  expect(alone).not.toContain("-filter_complex");
  expect([valueAfter(alone, "-map"), valueAfter(alone, "-c:v"), valueAfter(alone, "-c:a")]).toEqual([
    "0:v:0",
    "copy",
    "copy",
  ]);
  const both = buildPassArgs(source, [copied, output({}, "out/b/media.mp4")], encoders);
  expect(valueAfter(both, "-filter_complex")).toMatch(/^\[0:v:0\]split=1\[s0\];/);
  expect(both.filter((argument) => argument === "-i")).toHaveLength(1);
});

test("segments are cut at the instants that are named, where another rendition's are", () => {
  const variant = output(
    { kind: "hls-variant", container: "hls", keyframesAtMs: [4_000, 9_120] },
    "out/a/media.m3u8",
  );
  expect(valueAfter(buildPassArgs(source, [variant], encoders), "-force_key_frames")).toBe("4.000,9.120");
});

test("a picture is laid over once for all, placed from the side that is said", () => {
  const overlay = {
    key: "ab/logo.png",
    format: "png",
    left: null,
    right: { pixels: 20 },
    top: { share: 0.1 },
    bottom: null,
    width: { share: 0.25 },
    height: null,
    opacity: 0.5,
  } as const;
  const args = buildPassArgs(source, [output({ overlay }), output({ overlay }, "out/b/media.mp4")], encoders);
  expect(valueAfter(args, "-filter_complex")?.split(";").slice(0, 3)).toEqual([
    "[1:v:0]scale=480:-1:flags=bicubic,format=rgba,colorchannelmixer=aa=0.5[over]",
    "[0:v:0][over]overlay=x=main_w-overlay_w-20:y=108:eof_action=repeat[laid]",
    "[laid]split=2[s0][s1]",
  ]);
  const second = args.slice(args.indexOf("file:source") + 1);
  expect(valueAfter(second, "-format_whitelist")).toBe("png_pipe,jpeg_pipe");
  expect(valueAfter(second, "-i")).toBe("file:overlay");
});
