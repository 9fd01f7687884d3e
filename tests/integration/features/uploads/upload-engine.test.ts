import { readdir } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "#lib/db/client.ts";
import { uploads } from "#lib/db/schema/uploads.ts";
import type { Viewer } from "#lib/domain/user.ts";
import { listAssets } from "#lib/features/library/queries.ts";
import { assetPageRequest } from "#lib/features/library/schema.ts";
import type { StoredUpload, UploadDestinationChoice } from "#lib/features/uploads/client/upload-model.ts";
import { listTakenNames, listUploads } from "#lib/features/uploads/queries.ts";
import { addTestConnection } from "#tests/support/add-connection.ts";
import { openTestDashboard, signInAs } from "#tests/support/dashboard-people.ts";
import { startTestEngine, type TestEngine } from "#tests/support/engine.ts";
import { until } from "#tests/support/until.ts";
import {
  backendOf,
  chooseFirstPlace,
  makeFile,
  sha256Of,
  storedSha256,
} from "#tests/support/upload-bench.ts";
import { closePages, only, openUploads, untilPhase } from "#tests/support/upload-pages.ts";
import { hurriedClock, memoryStore, watchedTransport } from "#tests/support/upload-ports.ts";

const mebibyte = 1024 * 1024;
let engine: TestEngine;
let dashboard: Awaited<ReturnType<typeof openTestDashboard>>;
let viewer: Viewer;
let connectionId: string;
let destination: UploadDestinationChoice;

beforeAll(async () => {
  [engine, dashboard] = await Promise.all([startTestEngine(), openTestDashboard()]);
  ({ viewer } = await signInAs("editor", "Eda Editor"));
  const { baseUrl, accessKey, secretKey, factoryId } = engine.credentials.telestream;
  connectionId = await addTestConnection(baseUrl, {
    provider: "telestream",
    name: "Local Telestream",
    secrets: { accessKey, secretKey, factoryId },
  });
  destination = await chooseFirstPlace(connectionId);
});

closePages();

afterAll(async () => {
  await dashboard.close();
  await engine.close();
});

async function findProviderAssetId(uploadId: string): Promise<string> {
  const rows = await db().select().from(uploads);
  const id = rows.find((row) => row.uploadId === uploadId)?.providerAssetId;
  if (!id) throw new Error("The upload was not accepted.");
  return id;
}

test("a file goes up in parallel parts, and is in the library as soon as it is accepted", async () => {
  const transport = watchedTransport();
  const uploadEngine = openUploads({ backend: backendOf(viewer), transport });
  const file = await makeFile("harbour.mp4", 22 * mebibyte);
  await uploadEngine.add([{ file, handle: null }], destination);
  const view = await untilPhase(uploadEngine, "ready");

  expect(transport.parts.map(({ part }) => part).sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4]);
  expect(transport.sentBytes()).toBe(file.size);
  expect(view.sentBytes).toBe(file.size);
  expect(await storedSha256(connectionId, await findProviderAssetId(view.uploadId))).toBe(
    await sha256Of(file),
  );

  const library = await listAssets(viewer, assetPageRequest.parse({}));
  expect(library.items.map(({ assetId }) => assetId)).toContain(view.assetId);
  const [record] = (await listUploads(viewer, { limit: 10 })).items;
  expect(record).toMatchObject({
    fileName: "harbour.mp4",
    state: "accepted",
    partCount: 5,
    startedBy: "Eda Editor",
    assetId: view.assetId,
  });
  expect(await listTakenNames(viewer, { connectionId, fileNames: ["harbour.mp4", "new.mp4"] })).toEqual([
    "harbour.mp4",
  ]);
});

test("connections that keep breaking cost patience, not bytes", async () => {
  const fate = [true, true, false, true, false, true, true, false];
  let cuts = 0;
  const transport = watchedTransport(() => fate[cuts++ % fate.length] ?? false);
  const uploadEngine = openUploads({ backend: backendOf(viewer), transport });
  const file = await makeFile("storm.mp4", 31 * mebibyte);
  await uploadEngine.add([{ file, handle: null }], destination);
  const view = await untilPhase(uploadEngine, "ready");
  expect(transport.parts.filter(({ ok }) => !ok).length).toBeGreaterThan(5);
  expect(transport.sentBytes()).toBe(file.size);
  expect(await storedSha256(connectionId, await findProviderAssetId(view.uploadId))).toBe(
    await sha256Of(file),
  );
});

test("a paused upload goes on with the parts that are missing", async () => {
  const transport = watchedTransport();
  const uploadEngine = openUploads({ backend: backendOf(viewer), transport });
  const file = await makeFile("paused.mp4", 42 * mebibyte);
  const stopWatching = uploadEngine.subscribe(() => {
    const [view] = uploadEngine.views();
    if (view?.phase !== "sending" || transport.parts.length < 2) return;
    stopWatching();
    uploadEngine.pause(view.uploadId);
  });
  await uploadEngine.add([{ file, handle: null }], destination);
  const paused = await untilPhase(uploadEngine, "paused");
  expect(paused.pausedBecause).toBe("person");
  const before = new Set(transport.parts.filter(({ ok }) => ok).map(({ part }) => part));
  const sentBefore = transport.parts.length;
  await uploadEngine.resume(paused.uploadId);
  await untilPhase(uploadEngine, "ready");
  const again = transport.parts.slice(sentBefore).filter(({ part, ok }) => ok && before.has(part));
  expect(again).toEqual([]);
  expect(await storedSha256(connectionId, await findProviderAssetId(only(uploadEngine).uploadId))).toBe(
    await sha256Of(file),
  );
});

test("after the page is gone a new one goes on when the same file is picked, and only then", async () => {
  const store = memoryStore();
  const file = await makeFile("reload.mp4", 42 * mebibyte);
  const before = watchedTransport();
  const first = openUploads({ backend: backendOf(viewer), transport: before, store });
  await first.add([{ file, handle: null }], destination);
  await until("two parts to be there", () => before.parts.filter(({ ok }) => ok).length >= 2, { everyMs: 1 });
  first.close();
  const done = new Set(before.parts.filter(({ ok }) => ok).map(({ part }) => part));

  const after = watchedTransport();
  const second = openUploads({ backend: backendOf(viewer), transport: after, store });
  await second.restore();
  expect(only(second)).toMatchObject({ phase: "paused", pausedBecause: "file-needed", hasFile: false });

  const tail = new Uint8Array(await file.arrayBuffer());
  tail[tail.length - 1] = 7;
  const impostor = new File([tail], file.name, { type: file.type, lastModified: file.lastModified });
  expect(await second.offer({ file: impostor, handle: null })).toBe(false);
  expect(await second.offer({ file: await makeFile("other.mp4", 1000), handle: null })).toBe(false);
  expect(only(second).phase).toBe("paused");

  const same = new File([await file.arrayBuffer()], file.name, { lastModified: file.lastModified });
  expect(await second.offer({ file: same, handle: null })).toBe(true);
  const view = await untilPhase(second, "ready");
  expect(after.parts.filter(({ part }) => done.has(part))).toEqual([]);
  expect(await storedSha256(connectionId, await findProviderAssetId(view.uploadId))).toBe(
    await sha256Of(file),
  );
});

test("a file that arrived whole while its page was going away is not asked for again", async () => {
  const store = memoryStore();
  const file = await makeFile("arrived.mp4", 7 * mebibyte);
  const backend = backendOf(viewer);
  // The page dies with the provider's last answer on its way: all it has kept says "sending".
  const dyingStore = {
    ...store,
    put: async (each: StoredUpload) => void (each.phase === "sending" && (await store.put(each))),
  };
  const transport = watchedTransport();
  const dying = { ...backend, accept: () => new Promise<never>(() => {}) };
  const first = openUploads({ backend: dying, transport, store: dyingStore });
  await first.add([{ file, handle: null }], destination);
  await until("every byte to be there", () => transport.sentBytes() === file.size, { everyMs: 1 });
  first.close();
  expect([...store.kept.values()]).toMatchObject([{ phase: "sending", providerAssetId: null }]);

  const second = openUploads({ backend, store });
  await second.restore();
  expect(only(second).pausedBecause).toBeNull();
  await untilPhase(second, "ready");
});

test("where the browser kept the file, a reload goes on by itself", async () => {
  const store = memoryStore();
  const file = await makeFile("kept.mp4", 31 * mebibyte);
  // A handle is the browser's; here any object that survives storage stands for one.
  const handle = { kind: "file", name: file.name } as FileSystemFileHandle;
  const before = watchedTransport();
  const first = openUploads({ backend: backendOf(viewer), transport: before, store });
  await first.add([{ file, handle }], destination);
  await until("a part to be there", () => before.parts.some(({ ok }) => ok), { everyMs: 1 });
  first.close();

  const keptFiles = { reopen: async () => file };
  const second = openUploads({ backend: backendOf(viewer), store, keptFiles });
  await second.restore();
  await untilPhase(second, "ready");
});

test("a signature the provider refuses is made anew, once", async () => {
  const backend = backendOf(viewer);
  let signed = 0;
  const forgetful = (refusals: number) => ({
    ...backend,
    sign: async (...given: Parameters<typeof backend.sign>) => {
      const answer = await backend.sign(...given);
      signed++;
      if (signed > refusals || answer.kind !== "session") return answer;
      return {
        ...answer,
        request: { ...answer.request, form: { ...answer.request.form, signature: "old" } },
      };
    },
  });
  const patient = openUploads({ backend: forgetful(1) });
  await patient.add([{ file: await makeFile("late.mp4", 1000), handle: null }], destination);
  await untilPhase(patient, "ready");
  expect(signed).toBe(2);

  signed = 0;
  const hopeless = openUploads({ backend: forgetful(99) });
  await hopeless.add([{ file: await makeFile("never.mp4", 1000), handle: null }], destination);
  const failed = await untilPhase(hopeless, "failed");
  expect(signed).toBe(2);
  expect(failed.failure).toMatchObject({
    canRetry: true,
    message: expect.stringContaining("Signatures do not match"),
  });
});

test("one that failed is tried again with the parts that are missing; what cannot be mended is not tried", async () => {
  let isBroken = true;
  const arrived = () => transport.parts.flatMap(({ part, ok }) => (ok ? part : []));
  const transport = watchedTransport((part) => isBroken && part > 0);
  const uploadEngine = openUploads({ backend: backendOf(viewer), transport, clock: hurriedClock(10_000) });
  const file = await makeFile("retried.mp4", 12 * mebibyte);
  await uploadEngine.add([{ file, handle: null }], destination);
  const failed = await untilPhase(uploadEngine, "failed");
  expect(failed.failure).toMatchObject({
    canRetry: true,
    message: expect.stringContaining("nothing sent is lost"),
  });
  expect(arrived()).toEqual([0]);
  isBroken = false;
  await uploadEngine.retry(failed.uploadId);
  const ready = await untilPhase(uploadEngine, "ready");
  expect(ready.partCount).toBeGreaterThan(1);
  expect(arrived().sort((a, b) => a - b)).toEqual([...Array(ready.partCount ?? 0).keys()]);
  expect(await storedSha256(connectionId, await findProviderAssetId(ready.uploadId))).toBe(
    await sha256Of(file),
  );

  const hopeless = openUploads({ backend: backendOf(viewer) });
  await hopeless.add([{ file: new File([], "nothing.mp4"), handle: null }], destination);
  const { uploadId } = await untilPhase(hopeless, "failed");
  await hopeless.retry(uploadId);
  expect(only(hopeless).phase).toBe("failed");
});

test("cancelling gives the provider its space back and is on record", async () => {
  const transport = watchedTransport();
  const uploadEngine = openUploads({ backend: backendOf(viewer), transport });
  await uploadEngine.add(
    [{ file: await makeFile("cancelled.mp4", 42 * mebibyte), handle: null }],
    destination,
  );
  await until("a part to be there", () => transport.parts.some(({ ok }) => ok), { everyMs: 1 });
  const { uploadId } = only(uploadEngine);
  await uploadEngine.cancel(uploadId);
  expect(only(uploadEngine).phase).toBe("cancelled");
  await until("the session's bytes to be gone", async () => {
    const left = await readdir(path.join(engine.dataDir, "engine", "uploads"));
    const sessions = left.filter((name) => /^[0-9a-f]{32}$/.test(name));
    if (sessions.length > 0) throw new Error(`Still there: ${sessions.join(", ")}`);
    return true;
  });
  const record = (await listUploads(viewer, { limit: 10 })).items.find((each) => each.uploadId === uploadId);
  expect(record?.state).toBe("cancelled");
  uploadEngine.dismiss(uploadId);
  expect(uploadEngine.views()).toEqual([]);
});

test("an empty file never reaches the provider", async () => {
  const uploadEngine = openUploads({ backend: backendOf(viewer) });
  const before = (await listUploads(viewer, { limit: 100 })).items.length;
  await uploadEngine.add([{ file: new File([], "empty.mp4"), handle: null }], destination);
  const failed = await untilPhase(uploadEngine, "failed");
  expect(failed.failure).toEqual({ message: "This file is empty (0 bytes).", canRetry: false });
  expect((await listUploads(viewer, { limit: 100 })).items.length).toBe(before);
});

test("an upload of someone else cannot be accepted or ended", async () => {
  const { viewer: stranger } = await signInAs("editor", "Sly Stranger");
  const [mine] = (await listUploads(viewer, { limit: 1 })).items;
  if (!mine) throw new Error("There is no upload.");
  const backend = backendOf(stranger);
  const never = new AbortController().signal;
  const input = { uploadId: mine.uploadId, providerAssetId: "0".repeat(32), partCount: 1 };
  await expect(backend.accept(input, never)).rejects.toMatchObject({ code: "not_found" });
  await backend.end({ uploadId: mine.uploadId, state: "failed", message: "gone" });
  const [after] = (await listUploads(viewer, { limit: 1 })).items;
  expect(after).toEqual(mine);
});
