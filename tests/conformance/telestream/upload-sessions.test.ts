import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { startTelestreamEngine, type TelestreamEngine } from "#tests/support/telestream-engine.ts";
import {
  openRequest,
  openSession,
  partOf,
  put,
  readState,
  sendPart,
  sendRange,
} from "#tests/support/upload-client.ts";

let engine: TelestreamEngine;
beforeAll(async () => {
  engine = await startTelestreamEngine();
});
afterAll(async () => {
  await engine.started.close();
});

describe("a session in parts answers as telestream.md §6.4 and §8.2 have it", () => {
  const file = randomBytes(12_000_000);

  test("its numbers are text, its location absolute, and the file's local path only a name", async () => {
    const answer = await engine.send("POST", "/videos/upload.json", {
      file_name: "/path/to/movie.mp4",
      file_size: "100000",
      multi_chunk: "true",
      payload: "p",
      profiles: "h264,webm",
    });
    expect(answer.status).toBe(201);
    expect(await answer.json()).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      location: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/upload\/session\?id=[0-9a-f]{32}$/),
      parts: "1",
      part_size: "5242880",
      max_connections: "16",
      extra_files: {},
    });
  });

  test("intermediate answers are empty, the last missing part brings the video, whichever it is", async () => {
    const session = await openSession(engine, file.length, { payload: "a+b&c=d/é~" });
    expect(await readState(session)).toMatchObject({ missing_parts: [0, 1, 2] });
    for (const part of [2, 0]) {
      const answer = await sendPart(session, part, partOf(session, file, part));
      expect(answer).toMatchObject({ status: 200, text: "" });
    }
    expect(await readState(session)).toMatchObject({ missing_parts: [1] });
    const last = await put(session.location, { "x-part": 1 }, partOf(session, file, 1), "POST");
    expect(last.status).toBe(200);
    expect(JSON.parse(last.text)).toMatchObject({
      id: session.reelyard.video_id,
      status: "processing",
      original_filename: "movie.mp4",
      extname: ".mp4",
      payload: "a+b&c=d/é~",
    });
  });

  test("a completed session says nothing any more, and repeats its last answer to a part that comes again", async () => {
    const session = await openSession(engine, 10);
    const first = await sendPart(session, 0, Buffer.from("0123456789"));
    expect(await readState(session)).toBeUndefined();
    const again = await sendPart(session, 0, Buffer.from("0123456789"));
    expect(JSON.parse(again.text)).toMatchObject({ id: JSON.parse(first.text).id });
  });

  test("while the file is whole and its video is being made, a part that comes again touches nothing", async () => {
    const session = await openSession(engine, file.length);
    const { library } = engine.started.engine;
    const createAsset = library.createAsset.bind(library);
    const begun = Promise.withResolvers<void>();
    const mayGoOn = Promise.withResolvers<void>();
    vi.spyOn(library, "createAsset").mockImplementationOnce(async (input) => {
      begun.resolve();
      await mayGoOn.promise;
      return createAsset(input);
    });
    const parts = Array.from({ length: session.parts ?? 1 }, (_, part) => part);
    const sent = Promise.all(parts.map((part) => sendPart(session, part, partOf(session, file, part))));
    await begun.promise;
    const empty = sendPart(session, 0, Buffer.alloc(0));
    const other = sendPart(session, 0, Buffer.alloc(100, "x"));
    // Long enough for an answer that does not wait for the video.
    await Promise.race([empty, other, delay(300)]);
    mayGoOn.resolve();
    const answers = [...(await sent), await empty, await other];
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(JSON.parse((await empty).text)).toMatchObject({ id: session.reelyard.video_id });
    expect((await readState(session)) ?? "complete").toBe("complete");
  });

  test("DELETE ends it, and what comes after finds nothing", async () => {
    const session = await openSession(engine, 100);
    const gone = await fetch(session.location, { method: "DELETE" });
    expect([gone.status, await gone.text()]).toEqual([200, ""]);
    const answer = await sendPart(session, 0, Buffer.alloc(100));
    expect(answer.status).toBe(404);
    expect(JSON.parse(answer.text)).toMatchObject({ error: "RecordNotFound" });
  });

  test("a page of another origin may send: preflights pass, Location and Range are readable", async () => {
    const session = await openSession(engine, 100);
    const preflight = await fetch(session.location, {
      method: "OPTIONS",
      headers: {
        origin: "http://dashboard.example",
        "access-control-request-method": "PUT",
        "access-control-request-headers": "content-type,x-part",
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-origin")).toBe("*");
    expect(preflight.headers.get("access-control-allow-methods")).toMatch(/PUT.*POST.*DELETE/);
    for (const name of [
      "Content-Type",
      "Content-Range",
      "Cache-Control",
      "X-Requested-With",
      "X-Part",
      "X-Extra-File-Tag",
    ]) {
      expect(preflight.headers.get("access-control-allow-headers")).toContain(name);
    }
    expect(preflight.headers.get("access-control-expose-headers")).toMatch(/Location.*Range/);
  });
});

describe("a session in ranges answers as telestream.md §6.3 and §8.3 have it", () => {
  const file = randomBytes(12_582_913);

  test("Python 1.1.0's upload with an overlapping resume and a last chunk that claims too much", async () => {
    const session = await openSession(engine, file.length, { multi_chunk: "" });
    expect(session.parts).toBeUndefined();
    const first = await sendRange(session, "bytes 0-5242879/12582913", file.subarray(0, 5_242_880));
    expect(first).toMatchObject({ status: 204, text: "", headers: { range: "0-5242879" } });
    const where = await sendRange(session, "bytes */12582913", Buffer.alloc(0));
    expect(where).toMatchObject({ status: 204, headers: { range: "0-5242879", location: session.location } });
    const second = await sendRange(
      session,
      "bytes 5242879-10485758/12582913",
      file.subarray(5_242_879, 10_485_759),
    );
    expect(second).toMatchObject({ status: 204, headers: { range: "0-10485758" } });
    const last = await sendRange(session, "bytes 10485759-15728638/12582913", file.subarray(10_485_759));
    expect(last.status).toBe(200);
    expect(JSON.parse(last.text)).toMatchObject({ id: session.reelyard.video_id, status: "processing" });
  });

  test("the browser uploader asks first, and is told where to send before it sends", async () => {
    const session = await openSession(engine, file.length, { multi_chunk: "" });
    const asked = await put(session.location, { "content-range": `bytes */${file.length}` }, Buffer.alloc(0));
    expect(asked.status).toBe(204);
    expect(asked.headers.range).toBeUndefined();
    expect(asked.headers.location).toBe(session.location);
  });

  test("a chunk that would leave a gap is not stored; its sender is told what is there", async () => {
    const session = await openSession(engine, 3000, { multi_chunk: "" });
    await sendRange(session, "bytes 0-999/3000", Buffer.alloc(1000, 1));
    const ahead = await sendRange(session, "bytes 2000-2999/3000", Buffer.alloc(1000, 3));
    expect(ahead).toMatchObject({ status: 204, headers: { range: "0-999" } });
  });

  test("without a Content-Range it is the whole file", async () => {
    const session = await openSession(engine, 3000, { multi_chunk: "" });
    const answer = await put(session.location, {}, Buffer.alloc(3000, 1));
    expect(JSON.parse(answer.text)).toMatchObject({ status: "processing" });
  });

  test("a form with a file is the whole file", async () => {
    const session = await openSession(engine, 3000, { multi_chunk: "" });
    const form = new FormData();
    form.set("file", new File([Buffer.alloc(3000, 1)], "movie.mp4"));
    const answer = await fetch(session.location, { method: "POST", body: form });
    expect(await answer.json()).toMatchObject({ id: session.reelyard.video_id, status: "processing" });
  });

  test.each([
    ["overlaps with another total", "bytes 0-9/4000", 10],
    ["starts beyond the end", "bytes 3000-3009/3000", 10],
    ["ends before it starts", "bytes 9-0/3000", 10],
    ["is negative", "bytes -9-0/3000", 10],
    ["brings more bytes than the file has left", "bytes 0-2999/3000", 3001],
  ])("a Content-Range that %s is refused and stores nothing", async (_what, range, length) => {
    const session = await openSession(engine, 3000, { multi_chunk: "" });
    const answer = await sendRange(session, range, Buffer.alloc(length));
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text)).toMatchObject({ error: "BadRequest" });
    const asked = await sendRange(session, "bytes */3000", Buffer.alloc(0));
    expect(asked.headers.range).toBeUndefined();
  });
});

describe("opening a session", () => {
  test.each([
    ["no name", { file_name: "" }, 400, "All required parameters were not supplied: file_name"],
    ["no size", { file_size: "" }, 400, "All required parameters were not supplied: file_size"],
    ["an empty file", { file_size: "0" }, 400, "file_size must be the file's size in bytes, at least 1"],
    [
      "a size that is none",
      { file_size: "1e9" },
      400,
      "file_size must be the file's size in bytes, at least 1",
    ],
    ["a name without extension", { file_name: "movie" }, 422, "Filename has no extension"],
    ["an unknown profile", { profiles: "h265.8K" }, 404, "Couldn't find Profile with ID=h265.8K"],
    [
      "more than an account may send",
      { file_size: "99999999999999" },
      413,
      "File size limit for this account is set to 68719476736 bytes",
    ],
    [
      "a payload that is too long",
      { payload: "x".repeat(257) },
      400,
      "payload may have at most 256 characters",
    ],
  ])("with %s is refused in words", async (_what, own, status, message) => {
    const answer = await engine.send("POST", "/videos/upload.json", {
      file_name: "movie.mp4",
      file_size: "100",
      multi_chunk: "true",
      ...own,
    });
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ message });
  });

  test("a part beyond the last is refused before its bytes are read", async () => {
    const session = await openSession(engine, 100);
    const { request, answer } = openRequest(session.location, "PUT", {
      "x-part": 1,
      "content-length": 5_000_000,
    });
    request.write(Buffer.alloc(1));
    expect(await answer).toMatchObject({ status: 400, text: expect.stringContaining("There is no part 1") });
    request.destroy();
  });
});
