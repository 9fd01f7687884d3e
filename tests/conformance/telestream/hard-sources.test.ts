import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TelestreamClient, telestreamClient } from "#lib/providers/telestream/client.ts";
import type { WireEncoding, WireVideo } from "#lib/providers/telestream/wire.ts";
import { clip } from "#tests/support/clips.ts";
import {
  type Fault,
  type FaultServer,
  hang,
  raw,
  redirect,
  startFaultServer,
} from "#tests/support/fault-server.ts";
import { decodeAll, inspect, measure, pixelAt } from "#tests/support/media-check.ts";
import { startTelestreamEngine, type TelestreamEngine } from "#tests/support/telestream-engine.ts";
import { until } from "#tests/support/until.ts";

const run = promisify(execFile);
let engine: TelestreamEngine;
let client: TelestreamClient;
let web: FaultServer;
let folder: string;

beforeAll(async () => {
  web = await startFaultServer();
  engine = await startTelestreamEngine({
    allowPrivateUrls: [`127.0.0.1:${web.port}`],
    limits: { sourceSilenceMs: 1_000 },
  });
  client = telestreamClient(engine.account, () => engine.clock.now());
  folder = await mkdtemp(path.join(tmpdir(), "reelyard-hard-"));
});
afterAll(async () => {
  await engine.started.close();
  await web.close();
  await rm(folder, { recursive: true, force: true });
});

/** A file of that name made by ffmpeg, or of those bytes. */
async function make(name: string, from: readonly string[] | Buffer): Promise<string> {
  const file = path.join(folder, name);
  if (Buffer.isBuffer(from)) await writeFile(file, from);
  else await run("ffmpeg", ["-v", "error", "-y", ...from, file]);
  return file;
}

interface Outcome {
  readonly video: WireVideo;
  readonly encodings: ReadonlyMap<string, WireEncoding>;
}

/** An encoding for each profile, once the source was looked into. */
async function ended(videoId: string, profiles: string): Promise<Outcome> {
  const video = await until("the video to end", async () => {
    const read = await client.videos.get(engine.factoryId, videoId);
    return read.status !== "processing" && read;
  });
  const encodings = await until("all encodings to end", async () => {
    const all = await client.encodings.ofVideo(engine.factoryId, videoId);
    const isComplete = all.length === profiles.split(",").length;
    return isComplete && all.every(({ status }) => status !== "processing") && all;
  });
  return { video, encodings: new Map(encodings.map((one) => [one.profile_name ?? "", one])) };
}

async function upload(file: string, profiles: string): Promise<Outcome> {
  const { id } = await client.videos.sendFile({ factory_id: engine.factoryId, profiles }, file);
  return ended(id, profiles);
}

async function fetched(source_url: string, profiles = "h264"): Promise<Outcome> {
  const { id } = await client.videos.importUrl({ factory_id: engine.factoryId, source_url, profiles });
  return ended(id, profiles);
}

const urlOf = (encoding: WireEncoding | undefined) =>
  `${engine.baseUrl}/files/${engine.factoryId}/${encoding?.files?.[0]}`;

const unreadable = { status: "fail", error_class: "FormatNotRecognised" };

describe("a source that is hard", () => {
  test("without a picture gives sound, and says so where a picture was wanted", async () => {
    const { video, encodings } = await upload(await clip("audioOnly"), "h264,sound");
    expect(video).toMatchObject({ status: "success", audio_codec: "aac" });
    expect(video.width ?? null).toBeNull();
    expect(encodings.get("h264")).toMatchObject({
      status: "fail",
      error_class: "EncodingError",
      error_message: "The source has no picture.",
    });
    expect(encodings.get("sound")).toMatchObject({ status: "success", audio_codec: "mp3" });
  });

  test("without sound gives the picture alone, and says so where sound was wanted", async () => {
    const { video, encodings } = await upload(await clip("videoOnly"), "h264,sound");
    expect(video).toMatchObject({ status: "success", video_codec: "h264" });
    const seen = await inspect(urlOf(encodings.get("h264")));
    expect([seen.video?.codec_name, seen.audio]).toEqual(["h264", undefined]);
    expect(encodings.get("sound")).toMatchObject({
      status: "fail",
      error_class: "EncodingError",
      error_message: "The source has no sound.",
    });
  });

  test("of a variable frame rate keeps its length", async () => {
    const file = await clip("variableRate");
    const { encodings } = await upload(file, "h264");
    const url = urlOf(encodings.get("h264"));
    const [before, after] = [await measure(file), await measure(url)];
    expect(Math.abs(after.video.seconds - before.video.seconds)).toBeLessThan(0.09);
    await decodeAll(url);
  });

  test("that is turned is upright in what is made of it", async () => {
    const { encodings } = await upload(await clip("rotated"), "h264");
    expect((await inspect(urlOf(encodings.get("h264")))).video).toMatchObject({ width: 180, height: 320 });
  });

  test("of ten bits becomes one that every player shows", async () => {
    const { encodings } = await upload(await clip("tenBit"), "h264");
    const url = urlOf(encodings.get("h264"));
    const { stdout } = await run("ffprobe", [
      ...["-v", "error", "-select_streams", "v:0", "-show_entries", "stream=pix_fmt", "-of", "csv=p=0", url],
    ]);
    expect(stdout.trim()).toBe("yuv420p");
  });

  test("of odd sides becomes one of even sides", async () => {
    const odd = ["-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25", "-t", "0.4"];
    const filters = ["-vf", "format=yuv444p,scale=321:181,setsar=1", "-c:v", "ffv1"];
    const { video, encodings } = await upload(await make("odd.mkv", [...odd, ...filters]), "h264");
    expect([video.width, video.height]).toEqual([321, 181]);
    const { video: seen } = await inspect(urlOf(encodings.get("h264")));
    expect([(seen?.width ?? 1) % 2, (seen?.height ?? 1) % 2]).toEqual([0, 0]);
  });

  test("of two frames becomes two frames, with as many pictures as it can give", async () => {
    const two = ["-f", "lavfi", "-i", "testsrc2=size=64x64:rate=25", "-frames:v", "2"];
    const file = await make("two.mp4", [...two, "-pix_fmt", "yuv420p"]);
    const { encodings } = await upload(file, "h264,stills");
    expect((await inspect(urlOf(encodings.get("h264")))).video).toMatchObject({ nb_read_frames: 2 });
    expect(encodings.get("stills")?.status).toBe("success");
    expect(encodings.get("stills")?.files?.length).toBeGreaterThanOrEqual(1);
  });

  test("whose index is missing, or points outside, is refused or read as far as it goes, never half listed", async () => {
    const last = await readFile(await clip("indexLast"));
    const missing = await upload(await make("missing.mov", last.subarray(0, last.length / 2)), "h264");
    expect(missing.video).toMatchObject(unreadable);
    expect(missing.encodings.get("h264")).toMatchObject({
      status: "fail",
      error_class: "VideoStatusInvalid",
    });
    const whole = Buffer.from(await readFile(await clip("plain")));
    for (let at = whole.indexOf("stco"); at >= 0; at = whole.indexOf("stco", at + 4)) {
      for (let entry = at + 12; entry < at + 12 + 4 * whole.readUInt32BE(at + 8); entry += 4) {
        whole.writeUInt32BE(0x7f_ff_ff_00, entry);
      }
    }
    const outside = await upload(await make("outside.mp4", whole), "h264");
    if (outside.video.status === "success") {
      expect(outside.encodings.get("h264")).toMatchObject({ status: "fail", error_class: "EncodingError" });
    } else expect(outside.video).toMatchObject(unreadable);
  });

  test.each([
    ["a PNG", "still.png", ["-c:v", "png"]],
    ["a JPEG", "still.jpg", ["-c:v", "mjpeg"]],
  ])("that is %s is no video", async (_what, name, codec) => {
    const still = ["-f", "lavfi", "-i", "testsrc2=size=64x64", "-frames:v", "1", ...codec];
    const { video, encodings } = await upload(await make(name, still), "h264");
    expect(video).toMatchObject(unreadable);
    expect(encodings.get("h264")).toMatchObject({ status: "fail", error_class: "VideoStatusInvalid" });
  });

  test("that is text, and called .mp4, is no video", async () => {
    const { video } = await upload(
      await make("text.mp4", Buffer.from("a film, said nobody\n".repeat(99))),
      "h264",
    );
    expect(video).toMatchObject({ ...unreadable, error_message: "Video data in file not recognised" });
  });

  beforeAll(async () => {
    await client.profiles.create(engine.factoryId, { preset_name: "mp3", name: "sound" });
    await client.profiles.create(engine.factoryId, {
      preset_name: "thumbnail",
      name: "stills",
      frame_count: 3,
    });
  });
});

describe("an address that is hard", () => {
  const answers: Readonly<Record<string, Fault>> = {
    "/redirects.mp4": redirect("http://169.254.169.254/latest/meta-data/a.mp4"),
    "/hangs.mp4": hang,
    "/lies.mp4": (_req, res) => {
      const half = Buffer.alloc(10_000);
      res.writeHead(200, { "content-length": 2 * half.length }).write(half);
      setImmediate(() => res.socket?.end());
    },
    "/page.mp4": raw(200, "<!doctype html><title>Sign in</title>", { "content-type": "text/html" }),
  };
  let outcomes: Record<string, Outcome | undefined>;

  beforeAll(async () => {
    web.script((req, res) => answers[req.url ?? ""]?.(req, res));
    const paths = Object.keys(answers);
    const all = await Promise.all(paths.map((each) => fetched(web.baseUrl + each)));
    outcomes = Object.fromEntries(paths.map((each, index) => [each, all[index]]));
  });

  test.each([
    ["redirects to a private one", "/redirects.mp4", "DownloadFailed", /169\.254\.169\.254/, 1],
    ["hangs", "/hangs.mp4", "DownloadFailed", /\w/, 3],
    ["lies about its length", "/lies.mp4", "DownloadFailed", /broke off|of \d+ bytes/, 3],
    ["serves a page", "/page.mp4", "FormatNotRecognised", /not recognised/, 1],
  ])(
    "that %s makes a video that failed in words, and no half of one",
    (_what, url, error_class, words, tries) => {
      const { video, encodings } = outcomes[url] ?? {};
      expect(video).toMatchObject({
        status: "fail",
        error_class,
        error_message: expect.stringMatching(words),
      });
      expect(encodings?.get("h264")).toMatchObject({ status: "fail", error_class: "VideoStatusInvalid" });
      expect(web.requests.filter((request) => request.url === url)).toHaveLength(tries);
    },
  );
});

describe("a watermark that cannot be had fails its encoding alone, in words", () => {
  const png = Buffer.from("89504e470d0a1a0a", "hex");

  test.each([
    ["missing", () => raw(404, "no"), /could not be fetched: its server answered 404/],
    ["not a picture", () => raw(200, "<html>"), /neither a PNG nor a JPEG/],
    ["a broken picture", () => raw(200, Buffer.concat([png, Buffer.alloc(500, 7)])), /\w/],
    ["too large", () => raw(200, Buffer.concat([png, Buffer.alloc(21 * 1024 * 1024)])), /20971520 bytes/],
    ["behind a private address", () => redirect("http://169.254.169.254/logo.png"), /169\.254\.169\.254/],
  ])("%s", async (what, answer, message) => {
    web.script(answer());
    const name = `marked-${what.replaceAll(" ", "-")}`;
    await client.profiles.create(engine.factoryId, {
      ...{ preset_name: "h264", name, width: 160, height: 90 },
      watermark_url: `${web.baseUrl}/logo.png`,
    });
    const { video, encodings } = await upload(await clip("videoOnly"), `${name},h264`);
    expect(video.status).toBe("success");
    expect(encodings.get(name)).toMatchObject({
      status: "fail",
      error_class: "EncodingError",
      error_message: expect.stringMatching(message),
    });
    expect(encodings.get("h264")?.status).toBe("success");
  });
});

describe("each way of fitting a film of 16:9 into a square", () => {
  const modes = {
    constrain: { size: [160, 90], hasBars: false },
    letterbox: { size: [160, 160], hasBars: true },
    pad: { size: [160, 160], hasBars: true },
    center: { size: [160, 160], hasBars: true },
    crop: { size: [160, 160], hasBars: false },
    fill: { size: [160, 160], hasBars: false },
    stretch: { size: [160, 160], hasBars: false },
    preserve: { size: [320, 180], hasBars: false },
  } as const;
  let made: Outcome;

  beforeAll(async () => {
    for (const mode of Object.keys(modes)) {
      await client.profiles.create(engine.factoryId, {
        ...{ preset_name: "h264", name: `fit-${mode}`, width: 160, height: 160, aspect_mode: mode },
      });
    }
    const white = ["-f", "lavfi", "-i", "color=white:size=320x180:rate=25", "-t", "0.4"];
    const file = await make("white.mp4", [...white, "-pix_fmt", "yuv420p"]);
    made = await upload(
      file,
      Object.keys(modes)
        .map((mode) => `fit-${mode}`)
        .join(","),
    );
  });

  test.each(Object.entries(modes))("%s", async (mode, { size: [width, height], hasBars }) => {
    const url = urlOf(made.encodings.get(`fit-${mode}`));
    expect((await inspect(url)).video).toMatchObject({ width, height });
    const [edge, middle] = [await pixelAt(url, width / 2, 4), await pixelAt(url, width / 2, height / 2)];
    expect(Math.min(...middle)).toBeGreaterThan(220);
    if (hasBars) expect(Math.max(...edge)).toBeLessThan(30);
    else expect(Math.min(...edge)).toBeGreaterThan(220);
  });
});

test("none of these has left anything of its work behind, and the engine is well", async () => {
  const work = path.join(engine.started.dataDir, "engine", "work");
  await until("the last task to have cleared away", async () => (await readdir(work)).length === 0);
  const health = await fetch(`http://127.0.0.1:${engine.started.ports.admin}/health`);
  expect(health.status).toBe(200);
});
