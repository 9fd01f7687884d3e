import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { clip } from "#tests/support/clips.ts";
import { startTestEngine, type TestEngine } from "#tests/support/engine.ts";
import { ZiggeoWitness } from "#tests/support/ziggeo-sdk.ts";

let running: TestEngine;
let witness: ZiggeoWitness;
let folder: string;
let plain: string;
let picture: string;
let notAPicture: string;

const stream = z.looseObject({ token: z.string(), state: z.number(), state_string: z.string() });
const call = (method: string, ...given: unknown[]) => witness.call("Streams", method, ...given);
const one = async (method: string, ...given: unknown[]) => stream.parse(await call(method, ...given));
const list = async (video: string, query = {}) => z.array(stream).parse(await call("index", video, query));
const newVideo = async (given: Record<string, unknown> = {}) => (await witness.video("create", given)).token;
/** The SDK hands bytes over as latin-1 text. */
const download = async (method: string, ...given: unknown[]) =>
  Buffer.from(String(await call(method, ...given)), "latin1");
const sha = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

beforeAll(async () => {
  running = await startTestEngine();
  witness = new ZiggeoWitness(running.credentials.ziggeo);
  folder = await mkdtemp(path.join(tmpdir(), "reelyard-ziggeo-"));
  plain = await clip("plain");
  picture = path.join(folder, "poster.png");
  notAPicture = path.join(folder, "poster.jpg");
  await writeFile(notAPicture, "no picture");
  const red = ["-v", "error", "-f", "lavfi", "-i", "color=red:size=64x48", "-frames:v", "1", picture];
  await promisify(execFile)("ffmpeg", red);
});
afterAll(async () => {
  await running.close();
  await rm(folder, { recursive: true, force: true });
});

describe("npm ziggeo 0.1.26's streams", () => {
  test("a new one is an empty draft", async () => {
    const video = await newVideo();
    const made = await one("create", video, {});
    expect(made).toMatchObject({
      state: 1,
      state_string: "EMPTY",
      type: "ApiVideoStream",
      has_video: false,
      reelyard: { bound: false },
    });
    expect(await one("get", video, made.token)).toEqual(made);
    expect(await list(video)).toEqual([made]);
    expect(await list(video, { states: "ready" })).toEqual([]);
    expect(await list(video, { states: "EMPTY,ready" })).toEqual([made]);
  });

  test("a picture, then a video, which binds: the poster is the picture, for the stream made too", async () => {
    const video = await newVideo();
    const { token } = await one("create", video, {});
    const withPicture = await one("attach_image", video, token, { file: picture });
    expect(withPicture).toMatchObject({ has_image: true, image_size: expect.any(Number), state: 1 });
    const bound = await one("attach_video", video, token, { file: plain });
    expect(bound).toMatchObject({ token, reelyard: { bound: true }, video_type: "mp4" });
    const ready = await witness.settled(video);
    expect(ready).toMatchObject({ state_string: "READY", original_stream: { token, has_image: true } });
    const made = ready.default_stream?.token;
    expect(made).not.toBe(token);
    const poster = await download("download_image", video, token);
    expect(sha(await download("download_image", video, made))).toBe(sha(poster));
    expect(poster.readUInt16BE(0)).toBe(0xffd8);
    // 64 pixels wide, as the picture is and no frame of the video.
    expect(poster.includes(Buffer.from([0x00, 0x30, 0x00, 0x40]))).toBe(true);
    expect(sha(await download("download_video", video, token))).toBe(sha(await readFile(plain)));
  });

  test("with a file at once; the video's default changes when it is ready, not before", async () => {
    const video = await witness.upload(plain);
    const first = video.default_stream?.token;
    const second = await one("create", video.token, { file: plain });
    expect(await witness.video("get", video.token)).toMatchObject({
      state_string: "READY",
      default_stream: { token: first },
    });
    await expect
      .poll(async () => (await witness.video("get", video.token)).default_stream?.token, { timeout: 30_000 })
      .not.toBe(first);
    expect(await witness.video("get", video.token)).toMatchObject({
      original_stream: { token: second.token },
      default_stream: { parent_stream: second.token, state: 5 },
    });
    expect(await list(video.token)).toHaveLength(4);
  });

  test("nothing is attached after binding, and binding again changes nothing", async () => {
    const video = await witness.upload(plain);
    const token = video.original_stream?.token ?? "";
    for (const method of ["attach_image", "attach_video"]) {
      await expect(call(method, video.token, token, { file: picture })).rejects.toMatchObject({
        status: 400,
        message: expect.stringContaining("bound"),
      });
    }
    expect(await one("bind", video.token, token)).toMatchObject({ token, state: 5 });
  });

  test("binding with nothing attached, or a picture alone, is refused", async () => {
    const video = await newVideo();
    const { token } = await one("create", video, {});
    await expect(call("bind", video, token)).rejects.toMatchObject({ status: 400 });
    await one("attach_image", video, token, { file: picture });
    await expect(call("bind", video, token)).rejects.toMatchObject({ status: 400 });
    expect(await one("get", video, token)).toMatchObject({ state: 1, has_image: true });
  });

  test("a picture that is none is refused, and the one before it stays", async () => {
    const video = await newVideo();
    const { token } = await one("create", video, {});
    await one("attach_image", video, token, { file: picture });
    await expect(call("attach_image", video, token, { file: notAPicture })).rejects.toMatchObject({
      status: 400,
    });
    expect(await one("get", video, token)).toMatchObject({ has_image: true });
  });

  test("attaching without a file is refused", async () => {
    const video = await newVideo();
    const { token } = await one("create", video, {});
    await expect(call("attach_image", video, token, {})).rejects.toMatchObject({ status: 400 });
    await expect(call("attach_video", video, token, {})).rejects.toMatchObject({ status: 400 });
  });

  test("a stream belongs to its video: another's, or another kind of token, is unknown", async () => {
    const [video, other] = [await newVideo(), await newVideo()];
    const { token } = await one("create", video, {});
    for (const [asked, name] of [
      [other, token],
      [video, video],
      ["nothing", token],
    ]) {
      await expect(call("get", asked, name)).rejects.toMatchObject({ status: 404 });
      await expect(call("destroy", asked, name)).rejects.toMatchObject({ status: 404 });
      await expect(call("bind", asked, name)).rejects.toMatchObject({ status: 404 });
    }
  });

  test("deleting the stream for players leaves the original playable, and the other way round", async () => {
    const video = await witness.upload(plain, { key: "halves" });
    const [original, made] = [video.original_stream?.token, video.default_stream?.token];
    await call("destroy", "_halves", made);
    expect(await witness.video("get", "_halves")).toMatchObject({
      state_string: "READY",
      default_stream: { token: original },
    });
    await expect(call("download_video", "_halves", made)).rejects.toMatchObject({ status: 404 });

    const whole = await witness.upload(plain);
    await call("destroy", whole.token, whole.original_stream?.token);
    const left = await witness.video("get", whole.token);
    expect(left).toMatchObject({
      state_string: "READY",
      default_stream: { token: whole.default_stream?.token },
      original_stream: null,
    });
    const bytes = await download("download_video", whole.token, whole.default_stream?.token);
    expect(bytes.length).toBe(left.default_stream?.video_size);
    await call("destroy", whole.token, whole.default_stream?.token);
    expect(await witness.video("get", whole.token)).toMatchObject({ state_string: "EMPTY", streams: [] });
  });
});

describe("subtitles", () => {
  const captured = "WEBVTT\n\n00:00.000 --> 00:01.000\nhi";

  test("one for each language, a second replaces the first, WebVTT stays as it came", async () => {
    const video = await newVideo();
    const { token } = await one("create", video, {});
    await call("attach_subtitle", video, token, { lang: "en", label: "English", data: captured });
    await call("attach_subtitle", video, token, { lang: "cs", label: "Čeština", data: captured });
    await call("attach_subtitle", video, token, { lang: "en", label: "English 2", data: captured });
    expect(await one("get", video, token)).toMatchObject({
      subtitles: {
        en: { label: "English 2", data: captured },
        cs: { label: "Čeština", data: captured },
      },
    });
  });

  test("SubRip becomes WebVTT", async () => {
    const video = await newVideo();
    const { token } = await one("create", video, {});
    const data =
      "1\r\n00:00:01,500 --> 00:00:02,000\r\nAhoj\r\nsvěte\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,5\r\nKonec";
    await call("attach_subtitle", video, token, { lang: "cs", label: "Čeština", data });
    expect(await one("get", video, token)).toMatchObject({
      subtitles: {
        cs: {
          data: "WEBVTT\n\n1\n00:00:01.500 --> 00:00:02.000\nAhoj\nsvěte\n\n2\n00:00:03.000 --> 00:00:04.500\nKonec\n",
        },
      },
    });
  });

  test("broken ones are refused with their line", async () => {
    const video = await newVideo();
    const { token } = await one("create", video, {});
    const data = "WEBVTT\n\n00:00.000 --> 00:01.000\nhi\n\n00:02.000 --> 00:01.000\nback";
    await expect(
      call("attach_subtitle", video, token, { lang: "en", label: "English", data }),
    ).rejects.toMatchObject({ status: 400, message: expect.stringContaining("line 6") });
    await expect(call("attach_subtitle", video, token, { lang: "", data })).rejects.toMatchObject({
      status: 400,
    });
  });
});
