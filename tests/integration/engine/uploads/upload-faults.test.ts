import { createHash, randomBytes } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { crc32 } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { clip } from "#tests/support/clips.ts";
import { sendRaw } from "#tests/support/raw-http.ts";
import { startTelestreamEngine, type TelestreamEngine } from "#tests/support/telestream-engine.ts";
import { until } from "#tests/support/until.ts";
import {
  openRequest,
  openSession,
  partOf,
  put,
  readState,
  sendPart,
  type TestSession,
} from "#tests/support/upload-client.ts";

const partSize = 5_242_880;
const slowSenders = 500;
const day = 24 * 3600_000;
let engine: TelestreamEngine;
beforeAll(async () => {
  engine = await startTelestreamEngine({
    uploads: {
      rateFloor: { bytesPerSecond: 2048, windowMs: 1000 },
      lifetimeMs: 7 * day,
      bufferBytes: 32 * 1024 * 1024,
      sweepEveryMs: 200,
    },
  });
});
afterAll(async () => {
  await engine.started.close();
});

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

const hex = (bytes: Uint8Array) => crc32(bytes).toString(16).padStart(8, "0");
const uploads = () => path.join(engine.started.dataDir, "engine", "uploads");

/** Hash of a part's place in the file of an unfinished session. */
async function readPart(session: TestSession, part: number): Promise<string> {
  const file = await readFile(path.join(uploads(), session.id, "data"));
  return sha256(partOf(session, file, part));
}

/** The engine's source of a session's video, once it was looked into. */
async function readSource(session: TestSession): Promise<Buffer> {
  const { engine: inside } = engine.started;
  const key = await until("the source to be stored", async () => {
    const asset = await inside.library.findAsset(inside.accounts.telestream, session.reelyard.video_id);
    return asset?.status === "success" ? asset.sourceKey : undefined;
  });
  return readFile(inside.storage.pathOf(key));
}

describe("fault 3: connections that break", () => {
  test("an upload broken off two hundred times is continued from where it was, and nothing is sent twice", async () => {
    const file = randomBytes(3 * partSize + 1000);
    const session = await openSession(engine, file.length);
    let sent = 0;
    let cuts = 0;
    for (let state = await readState(session); state; state = await readState(session)) {
      const part = state.missing_parts[0] ?? 0;
      const offset = state.reelyard.received[part] ?? 0;
      const rest = partOf(session, file, part).subarray(offset);
      const piece = cuts < 200 ? rest.subarray(0, 1 + Math.floor(Math.random() * 100_000)) : rest;
      cuts++;
      const { request, answer } = openRequest(session.location, "PUT", {
        "x-part": part,
        "x-part-offset": offset,
        "content-length": rest.length,
      });
      request.write(piece);
      sent += piece.length;
      if (piece.length === rest.length) {
        request.end();
        await answer;
        continue;
      }
      // Waits until the bytes have arrived, so that what is counted as sent was also received.
      await until(
        "the piece to arrive",
        async () => {
          const now = await readState(session);
          return (now?.reelyard.received[part] ?? 0) === offset + piece.length;
        },
        { everyMs: 5 },
      );
      request.destroy();
    }
    expect(cuts).toBeGreaterThan(200);
    expect(sent).toBe(file.length);
    // No media: the import fails, and the source goes. What counts is that the session ended whole.
    expect(await readState(session)).toBeUndefined();
  });
});

describe("fault 4: a half-open connection", () => {
  test("a second sender of the part ends the first at once, and their bytes do not mix", async () => {
    const first = Buffer.alloc(partSize, 1);
    const second = Buffer.alloc(partSize, 2);
    const session = await openSession(engine, partSize + 1);
    const stuck = openRequest(session.location, "PUT", { "x-part": 0, "content-length": partSize });
    stuck.request.write(first.subarray(0, 1_000_000));
    await until("the first sender's bytes", async () => {
      const state = await readState(session);
      return (state?.reelyard.received[0] ?? 0) === 1_000_000;
    });
    const answer = await sendPart(session, 0, second);
    expect(answer).toMatchObject({ status: 200, text: "" });
    expect(await stuck.answer).toMatchObject({ status: 409 });
    expect(await readPart(session, 0)).toEqual(sha256(second));
    stuck.request.destroy();
  });
});

describe("fault 5: the same part twice", () => {
  test("with the same bytes at once it is there once", async () => {
    const file = randomBytes(partSize + 5);
    const session = await openSession(engine, file.length);
    const answers = await Promise.all([
      sendPart(session, 0, partOf(session, file, 0)),
      sendPart(session, 0, partOf(session, file, 0)),
    ]);
    expect(answers.some(({ status }) => status === 200)).toBe(true);
    expect(await readPart(session, 0)).toBe(sha256(partOf(session, file, 0)));
    expect(await readState(session)).toMatchObject({ missing_parts: [1] });
  });

  test("without a checksum it overwrites, as the protocol says", async () => {
    const session = await openSession(engine, partSize + 5);
    await sendPart(session, 0, Buffer.alloc(partSize, 1));
    await sendPart(session, 0, Buffer.alloc(partSize, 2));
    expect(await readPart(session, 0)).toBe(sha256(Buffer.alloc(partSize, 2)));
  });

  test("with another checksum it is refused and the first is kept", async () => {
    const session = await openSession(engine, partSize + 5);
    const [one, two] = [Buffer.alloc(partSize, 1), Buffer.alloc(partSize, 2)];
    expect((await sendPart(session, 0, one, { "x-part-crc32": hex(one) })).status).toBe(200);
    expect((await sendPart(session, 0, two, { "x-part-crc32": hex(two) })).status).toBe(409);
    expect((await sendPart(session, 0, one, { "x-part-crc32": hex(one) })).status).toBe(200);
    expect(await readPart(session, 0)).toBe(sha256(one));
  });

  test("whose bytes are not what their checksum says is to be sent again", async () => {
    const session = await openSession(engine, partSize + 5);
    const answer = await sendPart(session, 0, Buffer.alloc(partSize, 1), { "x-part-crc32": "00000000" });
    expect(answer.status).toBe(400);
    expect(await readState(session)).toMatchObject({ missing_parts: [0, 1] });
  });
});

describe("faults 6 and 10: order and size", () => {
  test("parts in reverse order make the same file, byte for byte", async () => {
    const file = await readFile(await clip("hd10s"));
    const session = await openSession(engine, file.length);
    const parts = session.parts ?? 0;
    expect(parts).toBeGreaterThan(1);
    for (let part = parts - 1; part > 0; part--) await sendPart(session, part, partOf(session, file, part));
    expect(await readState(session)).toMatchObject({ missing_parts: [0] });
    await sendPart(session, 0, partOf(session, file, 0));
    expect(sha256(await readSource(session))).toBe(sha256(file));
  });

  test.each([1, partSize - 1, partSize, partSize + 1])(
    "a file of %i bytes is complete when its last is here",
    async (size) => {
      const file = randomBytes(size);
      const session = await openSession(engine, size);
      for (let part = 0; part < (session.parts ?? 0); part++) {
        const answer = await sendPart(session, part, partOf(session, file, part));
        expect(answer.status).toBe(200);
      }
      expect(await readState(session)).toBeUndefined();
    },
  );
});

describe("fault 8: bodies of another length than their part", () => {
  test("a shorter one is kept as far as it goes, and its part stays missing", async () => {
    const session = await openSession(engine, 1000);
    const answer = await sendPart(session, 0, Buffer.alloc(400));
    expect(answer).toMatchObject({ status: 400 });
    expect(JSON.parse(answer.text).message).toBe("Part 0 ended after 400 bytes and is not whole");
    expect(await readState(session)).toMatchObject({
      missing_parts: [0],
      reelyard: { received: { 0: 400 } },
    });
    const rest = await sendPart(session, 0, Buffer.alloc(600), { "x-part-offset": 400 });
    expect(rest.status).toBe(200);
  });

  test("a longer one is refused, with a length and without", async () => {
    const session = await openSession(engine, 1000);
    expect(await sendPart(session, 0, Buffer.alloc(1001))).toMatchObject({ status: 400 });
    const chunked = openRequest(session.location, "PUT", { "x-part": 0, "transfer-encoding": "chunked" });
    chunked.request.end(Buffer.alloc(1001));
    expect(await chunked.answer).toMatchObject({ status: 400 });
    expect(await readState(session)).toMatchObject({ missing_parts: [0], reelyard: { received: {} } });
  });

  test("one without a length and of the right size is fine", async () => {
    const session = await openSession(engine, 1000);
    const chunked = openRequest(session.location, "PUT", { "x-part": 0, "transfer-encoding": "chunked" });
    chunked.request.end(Buffer.alloc(1000));
    expect(await chunked.answer).toMatchObject({ status: 200 });
  });

  test("an offset that would leave a gap is refused with what is there", async () => {
    const session = await openSession(engine, 1000);
    const answer = await sendPart(session, 0, Buffer.alloc(500), { "x-part-offset": 500 });
    expect(answer.status).toBe(409);
    expect(JSON.parse(answer.text).message).toBe("Part 0 has 0 bytes; the offset leaves a gap");
  });
});

describe("fault 16: senders that starve the server", () => {
  test("are cut by the rate floor while a normal upload beside them goes through", async () => {
    const slow = await openSession(engine, partSize * slowSenders);
    const starving = Array.from({ length: slowSenders }, (_, part) => {
      const open = openRequest(slow.location, "PUT", { "x-part": part, "content-length": partSize });
      open.request.write(Buffer.alloc(100));
      return open;
    });
    const file = randomBytes(partSize * 2);
    const session = await openSession(engine, file.length);
    for (const part of [0, 1]) {
      expect((await sendPart(session, part, partOf(session, file, part))).status).toBe(200);
    }
    const answers = await Promise.all(starving.map(({ answer }) => answer));
    expect(answers.map(({ status }) => status)).toEqual(Array<number>(slowSenders).fill(408));
    for (const { request } of starving) request.destroy();
    expect(await readState(slow)).toMatchObject({
      missing_parts: expect.arrayContaining([0, slowSenders - 1]),
    });
  });
});

describe("fault 15: many at once", () => {
  test("fifty uploads complete side by side, and lists are answered meanwhile", async () => {
    const file = randomBytes(200_000);
    const sessions = await Promise.all(Array.from({ length: 50 }, () => openSession(engine, file.length)));
    const sending = Promise.all(sessions.map((session) => sendPart(session, 0, file)));
    const lists = await Promise.all(Array.from({ length: 5 }, () => engine.send("GET", "/videos.json")));
    expect(lists.map(({ status }) => status)).toEqual(Array(5).fill(200));
    const answers = await sending;
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    const ids = new Set(answers.map(({ text }) => JSON.parse(text).id));
    expect(ids.size).toBe(50);
  });
});

describe("sessions that wait", () => {
  test("a hundred of them hold no more than a hundred files open, and each goes on when it is sent to", async () => {
    const open = () => readdir("/proc/self/fd").then((names) => names.length);
    const before = await open();
    const sessions: TestSession[] = [];
    for (let number = 0; number < 100; number++) {
      const session = await openSession(engine, 2000);
      await sendPart(session, 0, Buffer.alloc(1000, 1));
      sessions.push(session);
    }
    expect((await open()) - before).toBeLessThan(150);
    for (const session of [sessions[0], sessions[99]]) {
      if (!session) throw new Error("There is no session.");
      expect(await readState(session)).toMatchObject({ reelyard: { received: { 0: 1000 } } });
      const answer = await sendPart(session, 0, Buffer.alloc(1000, 2), { "x-part-offset": 1000 });
      expect(JSON.parse(answer.text)).toMatchObject({ status: "processing" });
    }
  });
});

describe("fault 17: requests that are too much", () => {
  test.each([
    [
      "64 KB of headers",
      `GET /v3.0/videos.json HTTP/1.1\r\nhost: x\r\nx-long: ${"h".repeat(65_536)}\r\n\r\n`,
    ],
    ["a URL of 100 KB", `GET /v3.0/videos.json?x=${"u".repeat(102_400)} HTTP/1.1\r\nhost: x\r\n\r\n`],
  ])("%s are answered with 431, and the next call as ever", async (_what, request) => {
    const answer = await sendRaw(engine.started.ports.telestream, request);
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    expect((await engine.send("GET", "/factories.json")).status).toBe(200);
  });
});

describe("fault 20: sessions that nobody comes back to", () => {
  test("go after seven days, with their bytes; one that is being sent to stays", async () => {
    const abandoned = await openSession(engine, 1000);
    const busy = await openSession(engine, partSize);
    await sendPart(abandoned, 0, Buffer.alloc(500));
    const sending = openRequest(busy.location, "PUT", { "x-part": 0, "content-length": partSize });
    const feed = setInterval(() => sending.request.write(Buffer.alloc(10_000)), 50);
    await until("the sender's first bytes", async () => {
      const state = await readState(busy);
      return (state?.reelyard.received[0] ?? 0) > 0;
    });
    engine.clock.turn(8 * day);
    await until("the abandoned one to go", async () => !(await readdir(uploads())).includes(abandoned.id));
    clearInterval(feed);
    expect(await readdir(uploads())).toContain(busy.id);
    expect((await put(abandoned.location, { "x-part": 0 }, Buffer.alloc(1000))).status).toBe(404);
    sending.request.destroy();
    engine.clock.turn(-8 * day);
  });
});
