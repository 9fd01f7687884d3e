import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type WireTaskStatus, wireTaskStatuses } from "#lib/providers/stupeflix/wire.ts";
import { clip } from "#tests/support/clips.ts";
import { startTestEngine, type TestEngine } from "#tests/support/engine.ts";
import {
  type FaultServer,
  raw,
  redirect,
  reset,
  resetMidBody,
  startFaultServer,
} from "#tests/support/fault-server.ts";

let running: TestEngine;
/** Stands for the internet: the engine is told that this address may be reached. */
let outside: FaultServer;
/** Stands for a service inside, which no task may reach. */
let inside: FaultServer;

beforeAll(async () => {
  outside = await startFaultServer();
  inside = await startFaultServer();
  running = await startTestEngine({ allowPrivateUrls: [`127.0.0.1:${outside.port}`] });
});
afterAll(async () => {
  await running.close();
  await outside.close();
  await inside.close();
});

const url = (path: string) => `${running.credentials.stupeflix.baseUrl}${path}`;
const withSecret = () => ({ authorization: `Secret ${running.credentials.stupeflix.secret}` });

async function create(tasks: unknown, block = true): Promise<WireTaskStatus[]> {
  const body = JSON.stringify({ tasks, block });
  const answer = await fetch(url("/v2/create"), { method: "POST", headers: withSecret(), body });
  expect(answer.status).toBe(200);
  return wireTaskStatuses.parse(await answer.json());
}

async function createOne(task: Record<string, unknown>): Promise<WireTaskStatus> {
  const [status] = await create(task);
  if (!status) throw new Error("create answered with an empty list");
  return status;
}

describe("video.info", () => {
  test("tells the facts of a real file behind a redirect", async () => {
    outside.script(redirect("/real.mp4"), raw(200, await readFile(await clip("plain"))));
    const status = await createOne({ task_name: "video.info", url: `${outside.baseUrl}/clip.mp4` });
    expect(status).toMatchObject({
      status: "success",
      result: {
        content_type: "video/mp4",
        width: expect.any(Number),
        height: expect.any(Number),
        frame_rate: expect.any(Number),
        alpha: false,
        rotation: 0,
        audio_codec: "aac",
        video_codec: "h264",
      },
    });
  });

  test("turns what a phone stored turned, and reads what only ffprobe reads", async () => {
    const [rotated, avi] = await Promise.all(
      [clip("rotated"), clip("avi")].map(async (file) => readFile(await file)),
    );
    outside.script(raw(200, rotated ?? ""), raw(200, avi ?? ""));
    const { result: turned } = await createOne({
      task_name: "video.info",
      url: `${outside.baseUrl}/phone.mp4`,
    });
    expect(turned).toMatchObject({ width: 180, height: 320, rotation: expect.any(Number) });
    const { result: other } = await createOne({ task_name: "video.info", url: `${outside.baseUrl}/old.avi` });
    expect(other).toMatchObject({ content_type: "video/x-msvideo", width: 320, video_codec: "mpeg4" });
  });

  test("says that a sound has no picture", async () => {
    outside.script(raw(200, await readFile(await clip("mp3"))));
    const status = await createOne({ task_name: "video.info", url: `${outside.baseUrl}/song.mp3` });
    expect(status).toMatchObject({ error: { parameters: { url: ["the file has no picture"] } } });
  });

  test("keeps a batch in the order asked for, whatever ends first", async () => {
    outside.script(raw(200, await readFile(await clip("plain"))));
    const statuses = await create([
      { task_name: "video.info", url: `${outside.baseUrl}/clip.mp4` },
      { task_name: "nonsense" },
      { task_name: "hello", name: "John" },
    ]);
    expect(statuses).toMatchObject([
      { status: "success", result: { video_codec: "h264" } },
      { status: "error", error: { parameters: { task_name: ["invalid choice"] } } },
      { status: "success", result: "Hello John" },
    ]);
  });

  test.each([
    ["that is no video", () => raw(200, "hello"), "the file is not a video"],
    ["that is empty", () => raw(200, ""), "the file is not a video"],
    ["that is not there", () => raw(404, "no"), "the address answered 404"],
    ["that redirects for ever", () => redirect("/again"), "the address redirects too often"],
    ["whose server hangs up", () => reset, "the address could not be fetched"],
    ["that ends before its length", () => resetMidBody, "the address could not be fetched"],
    [
      "that leads inside by a redirect",
      () => redirect(`${inside.baseUrl}/`),
      "this address may not be fetched",
    ],
  ])("of a file %s ends in an error in words", async (_what, fault, words) => {
    outside.script(fault());
    const status = await createOne({ task_name: "video.info", url: `${outside.baseUrl}/clip.mp4` });
    expect(status).toMatchObject({ status: "error", error: { parameters: { url: [words] } } });
  });

  test.each([
    ["an address inside", () => `${inside.baseUrl}/secret`],
    ["the engine's own administration", () => `http://127.0.0.1:${running.ports.admin}/metrics`],
    ["a name of this machine", () => `http://localhost:${inside.port}/`],
    ["a number for this machine", () => `http://2130706433:${inside.port}/`],
    ["a cloud's metadata", () => "http://169.254.169.254/latest/meta-data/"],
    ["a file", () => "file:///etc/passwd"],
    ["ssh's port", () => "http://127.0.0.1:22/"],
  ])("never asks %s", async (_what, target) => {
    const before = inside.connections();
    const status = await createOne({ task_name: "video.info", url: target() });
    expect(status).toMatchObject({ status: "error", error: { parameters: { url: [expect.any(String)] } } });
    expect(inside.connections()).toBe(before);
  });

  test("leaves nothing behind in the work directory", async () => {
    outside.script(raw(200, "hello"));
    await createOne({ task_name: "video.info", url: `${outside.baseUrl}/clip.mp4` });
    expect(await readdir(path.join(running.dataDir, "engine/work"))).toEqual([]);
  });
});
