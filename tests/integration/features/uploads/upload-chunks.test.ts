import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "#lib/db/client.ts";
import { uploads } from "#lib/db/schema/uploads.ts";
import type { Viewer } from "#lib/domain/user.ts";
import { endAbandoned } from "#lib/features/uploads/abandoned.ts";
import { fetchTransport } from "#lib/features/uploads/client/fetch-transport.ts";
import { LineError } from "#lib/features/uploads/client/ports.ts";
import type { UploadDestinationChoice, UploadView } from "#lib/features/uploads/client/upload-model.ts";
import { listUploads, listUploadTargets } from "#lib/features/uploads/queries.ts";
import { ApivideoClient } from "#lib/providers/apivideo/client.ts";
import { addTestConnection } from "#tests/support/add-connection.ts";
import { openTestDashboard, signInAs } from "#tests/support/dashboard-people.ts";
import { startTestEngine, type TestEngine } from "#tests/support/engine.ts";
import { until } from "#tests/support/until.ts";
import { backendOf, chooseFirstPlace, makeFile, sha256Of } from "#tests/support/upload-bench.ts";
import { closePages, only, openUploads, untilPhase } from "#tests/support/upload-pages.ts";
import { memoryStore, watchedTransport } from "#tests/support/upload-ports.ts";

const mebibyte = 1024 * 1024;
let engine: TestEngine;
let dashboard: Awaited<ReturnType<typeof openTestDashboard>>;
let viewer: Viewer;
let connectionId: string;
let destination: UploadDestinationChoice;

beforeAll(async () => {
  [engine, dashboard] = await Promise.all([startTestEngine(), openTestDashboard()]);
  ({ viewer } = await signInAs("editor", "Eda Editor"));
  const { baseUrl, apiKey } = engine.credentials.apivideo;
  connectionId = await addTestConnection(baseUrl, {
    provider: "apivideo",
    name: "Local api.video",
    secrets: { apiKey },
  });
  destination = await chooseFirstPlace(connectionId);
});
afterAll(async () => {
  await dashboard.close();
  await engine.close();
});

closePages();

const client = () => {
  const { baseUrl, apiKey } = engine.credentials.apivideo;
  return new ApivideoClient({ provider: "apivideo", baseUrl, fields: { apiKey }, isLocal: true });
};
const tokens = async () => (await client().uploadTokens.page()).data.length;
const videos = async () => (await client().videos.page()).data.map(({ title }) => title);
/** What is served is made for players: the file itself lies in the engine's storage. */
async function expectStored(view: UploadView, file: File): Promise<void> {
  const rows = await db().select().from(uploads);
  const videoId = rows.find(({ uploadId }) => uploadId === view.uploadId)?.providerAssetId ?? "";
  const { accounts, library, storage } = engine.engine;
  const asset = await library.findAsset(accounts.apivideo, videoId);
  const stored = new Blob([await readFile(storage.pathOf(asset?.sourceKey ?? ""))]);
  expect(await sha256Of(stored)).toBe(await sha256Of(file));
}

test("api.video is among the places that take files, with nothing to choose", async () => {
  const targets = await listUploadTargets(viewer);
  expect(targets.find((target) => target.connectionId === connectionId)).toMatchObject({
    provider: "apivideo",
    problem: null,
    destinations: [{ destinationId: "videos", renditionNames: [], maxSizeBytes: 52_428_800_000 }],
  });
});

test("all parts go together into a video made for them, and the token is taken back", async () => {
  const transport = watchedTransport();
  const uploadEngine = openUploads({ backend: backendOf(viewer), transport });
  const file = await makeFile("harbour.mp4", 50 * mebibyte);
  await uploadEngine.add([{ file, handle: null }], destination);
  const view = await untilPhase(uploadEngine, "ready");
  expect(transport.parts.map(({ part }) => part).sort()).toEqual([0, 1, 2, 3]);
  expect(transport.sentBytes()).toBe(file.size);
  await expectStored(view, file);
  expect(await videos()).toEqual(["harbour.mp4"]);
  await until("the token to be gone", async () => (await tokens()) === 0);
  const [record] = (await listUploads(viewer, { limit: 1 })).items;
  expect(record).toMatchObject({ fileName: "harbour.mp4", state: "accepted", partCount: 4 });
});

test("parts that break off are sent again, and those whose answer was lost are not", async () => {
  const transport = watchedTransport();
  const { sendPart } = transport;
  const lost = new Set([2, 4]);
  const file = await makeFile("storm.mp4", 50 * mebibyte);
  const uploadEngine = openUploads({
    backend: backendOf(viewer),
    transport: {
      ...transport,
      async sendPart(part, options) {
        const answer = await sendPart(part, options);
        const [, number] = /^part (\d+)/.exec(part.headers["content-range"] ?? "") ?? [];
        if (lost.delete(Number(number))) return { status: 503, text: "", retryAfterMs: null };
        return answer;
      },
    },
  });
  await uploadEngine.add([{ file, handle: null }], destination);
  await expectStored(await untilPhase(uploadEngine, "ready"), file);
  expect(lost.size).toBe(0);
  expect(transport.parts.length).toBe(4);
});

/** A line that lets everything through and loses the first answer. */
function losesFirstAnswer() {
  const transport = watchedTransport();
  const lost: number[] = [];
  const sendPart: typeof transport.sendPart = async (part, options) => {
    const answer = await transport.sendPart(part, options);
    if (lost.push(answer.status) === 1) throw new LineError("The line broke.");
    return answer;
  };
  return { transport: { ...transport, sendPart }, lost };
}

test.each([
  ["first.mp4", 17],
  ["only.mp4", 1],
])(
  "the answer to the first part of %s is lost: nothing is sent twice, no other video is made",
  async (name, size) => {
    const { transport, lost } = losesFirstAnswer();
    const uploadEngine = openUploads({ backend: backendOf(viewer), transport });
    const file = await makeFile(name, size * mebibyte);
    await uploadEngine.add([{ file, handle: null }], destination);
    await expectStored(await untilPhase(uploadEngine, "ready"), file);
    expect(lost[0]).toBe(201);
    expect(transport.sentBytes()).toBe(file.size);
    expect((await videos()).filter((title) => title === name)).toHaveLength(1);
  },
);

test("what was made for a page that never kept it goes with the next beginning, or the cancelling", async () => {
  const backend = backendOf(viewer);
  const input = {
    ...destination,
    uploadId: "c".repeat(32),
    fileName: "unheard.mp4",
    sizeBytes: 10,
    facts: null,
  };
  const made = async () => (await videos()).filter((title) => title === "unheard.mp4").length;
  const signal = AbortSignal.timeout(30_000);
  await backend.sign(input, signal);
  expect(await made()).toBe(1);
  await backend.sign(input, signal);
  expect(await made()).toBe(1);
  const atOnce = await Promise.allSettled([backend.sign(input, signal), backend.sign(input, signal)]);
  expect(atOnce.map(({ status }) => status)).toContain("fulfilled");
  expect(await made()).toBe(1);
  await backend.end({ uploadId: input.uploadId, state: "cancelled", message: "" });
  expect(await made()).toBe(0);
  for await (const { token } of client().uploadTokens.list()) await client().uploadTokens.remove(token);
});

test("what no page goes on with is ended when nobody can any more, and what has arrived whole stays", async () => {
  const backend = backendOf(viewer);
  const begin = async (fileName: string) => {
    const uploadId = crypto.randomUUID().replaceAll("-", "");
    const input = { ...destination, uploadId, fileName, sizeBytes: 10, facts: null };
    return { uploadId, ticket: await backend.sign(input, AbortSignal.timeout(30_000)) };
  };
  const forgotten = await begin("forgotten.mp4");
  const whole = await begin("whole.mp4");
  if (whole.ticket.kind !== "chunks") throw new Error("It takes no chunks.");
  const { url, providerAssetId: videoId } = whole.ticket;
  const bytes = await makeFile("whole.mp4", 100_000);
  const form = { fields: { videoId }, fileName: "whole.mp4" };
  const headers = { "content-range": "part 1/1" };
  const options = { signal: AbortSignal.timeout(30_000), onSent: () => {} };
  expect(await fetchTransport.sendPart({ url, headers, bytes, form }, options)).toMatchObject({
    status: 201,
  });
  const day = 24 * 60 * 60_000;
  expect(await endAbandoned(new Date(Date.now() + 7 * day))).toBe(0);
  expect(await videos()).toContain("forgotten.mp4");
  expect(await endAbandoned(new Date(Date.now() + 9 * day))).toBe(2);
  expect(await videos()).not.toContain("forgotten.mp4");
  expect(await videos()).toContain("whole.mp4");
  const { items } = await listUploads(viewer, { limit: 2 });
  expect(items.map(({ fileName, state }) => [fileName, state])).toEqual([
    ["whole.mp4", "accepted"],
    ["forgotten.mp4", "failed"],
  ]);
  expect(items[1]?.uploadId).toBe(forgotten.uploadId);
  for await (const { token } of client().uploadTokens.list()) await client().uploadTokens.remove(token);
});

test("parts that the page before had on their way are no error", async () => {
  const { sendPart } = fetchTransport;
  const uploadEngine = openUploads({
    backend: backendOf(viewer),
    transport: {
      ...fetchTransport,
      sendPart: async (part, options) => {
        if (part.form?.fields.videoId) await sendPart(part, options);
        return sendPart(part, options);
      },
    },
  });
  const file = await makeFile("twice.mp4", 50 * mebibyte);
  await uploadEngine.add([{ file, handle: null }], destination);
  await expectStored(await untilPhase(uploadEngine, "ready"), file);
});

/** A page that goes away once two parts have arrived. */
async function breakOff(file: File, store = memoryStore()): Promise<{ arrivedBytes: number }> {
  const transport = watchedTransport();
  let begun = 0;
  const page = openUploads({
    backend: backendOf(viewer),
    store,
    transport: {
      ...transport,
      sendPart: async (part, options) => {
        if (++begun > 2) await new Promise(() => {});
        return transport.sendPart(part, options);
      },
    },
  });
  await page.add([{ file, handle: null }], destination);
  await until("two parts to be there", () => transport.parts.filter(({ ok }) => ok).length >= 2);
  page.close();
  return { arrivedBytes: transport.sentBytes() };
}

test("after the page is gone a new one goes on with the parts that are missing", async () => {
  const store = memoryStore();
  const file = await makeFile("reloaded.mp4", 66 * mebibyte);
  const { arrivedBytes } = await breakOff(file, store);
  const transport = watchedTransport();
  const page = openUploads({ backend: backendOf(viewer), store, transport });
  await page.restore();
  expect(only(page)).toMatchObject({ phase: "paused", pausedBecause: "file-needed" });
  expect(only(page).sentBytes).toBeGreaterThanOrEqual(arrivedBytes);
  expect(await page.offer({ file, handle: null })).toBe(true);
  await expectStored(await untilPhase(page, "ready"), file);
  expect(transport.sentBytes()).toBeLessThanOrEqual(file.size - arrivedBytes);
  expect((await videos()).filter((title) => title === "reloaded.mp4")).toHaveLength(1);
});

test("one whose token has expired begins anew, and leaves nothing of its first try", async () => {
  const store = memoryStore();
  const file = await makeFile("expired.mp4", 34 * mebibyte);
  await breakOff(file, store);
  for await (const { token } of client().uploadTokens.list()) await client().uploadTokens.remove(token);
  const page = openUploads({ backend: backendOf(viewer), store });
  await page.restore();
  expect(await page.offer({ file, handle: null })).toBe(true);
  await expectStored(await untilPhase(page, "ready"), file);
  expect((await videos()).filter((title) => title === "expired.mp4")).toHaveLength(1);
  await until("the token to be gone", async () => (await tokens()) === 0);
});

test("a cancelled upload leaves no half video and no token", async () => {
  const store = memoryStore();
  const file = await makeFile("cancelled.mp4", 50 * mebibyte);
  await breakOff(file, store);
  expect(await videos()).toContain("cancelled.mp4");
  const page = openUploads({ backend: backendOf(viewer), store });
  await page.restore();
  await page.cancel(only(page).uploadId);
  expect(await videos()).not.toContain("cancelled.mp4");
  expect(await tokens()).toBe(0);
});
