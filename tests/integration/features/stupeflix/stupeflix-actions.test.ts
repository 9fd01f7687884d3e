import { writeFile } from "node:fs/promises";
import path from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { POST as askCheck } from "#app/api/stupeflix/[connectionId]/check/route.ts";
import { openAccount } from "#lib/accounts/accounts.ts";
import { dashboardPostgres } from "#lib/db/client.ts";
import { ensureLocalConnections } from "#lib/features/connections/local-connections.ts";
import { listConnections } from "#lib/features/connections/queries.ts";
import * as actions from "#lib/features/stupeflix/actions.ts";
import { hasEnded } from "#lib/features/stupeflix/client.ts";
import { findSource, getTaskKinds, listMediaPlaces } from "#lib/features/stupeflix/compose.ts";
import { inboxMark } from "#lib/features/stupeflix/schema/inbox-mark.ts";
import { toShown } from "#lib/features/stupeflix/schema/media-place.ts";
import type { FileChoice } from "#lib/features/stupeflix/schema/storage.ts";
import { getStorage } from "#lib/features/stupeflix/storage.ts";
import { getTask, listTasks, listTasksOfAll } from "#lib/features/stupeflix/tasks.ts";
import { toBeginWith } from "#lib/features/stupeflix/to-begin-with.ts";
import { wireTaskStatuses } from "#lib/providers/stupeflix/wire.ts";
import { addTestConnection } from "#tests/support/add-connection.ts";
import { openTestDashboard, type SignedIn, signInAs, testOrigin } from "#tests/support/dashboard-people.ts";
import { asRequest } from "#tests/support/next-headers.ts";
import { startTaskEngine, type TaskEngine } from "#tests/support/task-engine.ts";
import { until } from "#tests/support/until.ts";

let dashboard: Awaited<ReturnType<typeof openTestDashboard>>;
let engine: TaskEngine;
let owner: SignedIn;
let editor: SignedIn;
let viewer: SignedIn;
let connectionId = "";
let telestreamId = "";
let picture = "";

beforeAll(async () => {
  engine = await startTaskEngine();
  dashboard = await openTestDashboard();
  const file = path.join(dashboard.directory, "credentials.json");
  await writeFile(file, JSON.stringify(engine.credentials));
  await ensureLocalConnections(file);
  owner = await signInAs("owner");
  editor = await signInAs("editor");
  viewer = await signInAs("viewer");
  for (const each of await listConnections(owner.viewer)) {
    if (each.provider === "stupeflix") connectionId = each.connectionId;
    if (each.provider === "telestream") telestreamId = each.connectionId;
  }
  const image = sharp({ create: { width: 64, height: 48, channels: 3, background: "#c33" } });
  picture = engine.serve("picture.png", await image.png().toBuffer());
}, 120_000);
afterAll(async () => {
  await dashboard.close();
  await engine.close();
});

const seedAsset = (assetId: string, of: string, sourceUrl: string) =>
  dashboardPostgres().query(
    `INSERT INTO assets (asset_id, connection_id, provider, provider_asset_id, title, title_key, search_text, type,
       status, tags, playback, source_url, rendition_count, content_hash, shape_hash, created_at, updated_at, read_at)
     VALUES ($1, $2, 'telestream', $1, 'A film', 'a film', ' a film ', 'video', 'ready', '{}', '[]', $3, 0, '', '',
       now(), now(), now())`,
    [assetId, of, sourceUrl],
  );

const asOwner = <T>(run: () => Promise<T>) => asRequest(owner.headers, run);
const asEditor = <T>(run: () => Promise<T>) => asRequest(editor.headers, run);
const thumb = () => ({ task_name: "image.thumb", url: picture, width: 16, height: 16 });
const never = "A".repeat(26);

describe("the storage", () => {
  test("is shown by task, and loses after a dry run exactly what was chosen", async () => {
    const [kept, gone] = await engine.run([thumb(), thumb()]);
    const before = await getStorage(viewer.viewer, connectionId);
    expect(before).toMatchObject({ folderCount: 2, fileCount: 2, lifetimeDays: 0 });
    const folder = before.folders.find(({ taskKey }) => taskKey === gone?.key);
    const [file] = folder?.files ?? [];
    expect(file?.url).toMatch(/^\/engine\/stupeflix\/storage\/[A-Z2-7]{26}\//);
    const choice = { by: "name" as const, names: [file?.name ?? ""] };
    const would = { ok: true, value: { count: 1, sizeBytes: folder?.sizeBytes } };
    expect(await asEditor(() => actions.tryDeletion({ connectionId, choice }))).toEqual(would);
    expect(await getStorage(viewer.viewer, connectionId)).toEqual(before);
    expect(await asEditor(() => actions.deleteFiles({ connectionId, choice }))).toEqual(would);
    const after = await getStorage(viewer.viewer, connectionId);
    expect(after.folders.map(({ taskKey }) => taskKey)).toEqual([kept?.key]);
    expect(after.usageBytes).toBe(before.usageBytes - (folder?.sizeBytes ?? 0));
  });

  test("is emptied by age and by day, the last day whole", async () => {
    await engine.run([thumb()]);
    const count = async (choice: FileChoice) => {
      const tried = await asEditor(() => actions.tryDeletion({ connectionId, choice }));
      return tried.ok ? tried.value.count : tried.error;
    };
    const { fileCount } = await getStorage(viewer.viewer, connectionId);
    const today = new Date().toISOString().slice(0, 10);
    expect(fileCount).toBeGreaterThan(0);
    expect(await count({ by: "age", days: 1 })).toBe(0);
    expect(await count({ by: "age", days: 0 })).toBe(fileCount);
    expect(await count({ by: "date", to: today })).toBe(fileCount);
    expect(await count({ by: "date", to: "2020-01-01" })).toBe(0);
  });

  test("loses the files at some addresses", async () => {
    const { output } = await engine.resultOf<{ output: string }>(thumb());
    const choice = { by: "url" as const, urls: [output, engine.url("/storage/unknown")] };
    expect(await asEditor(() => actions.tryDeletion({ connectionId, choice }))).toMatchObject({
      value: { count: 1 },
    });
    expect(await asEditor(() => actions.deleteFiles({ connectionId, choice }))).toMatchObject({
      value: { count: 1 },
    });
    expect((await fetch(output)).status).toBe(404);
  });

  test("keeps files as long as its owner says", async () => {
    expect(await asOwner(() => actions.setLifetime({ connectionId, days: 7 }))).toMatchObject({ ok: true });
    expect(await getStorage(viewer.viewer, connectionId)).toMatchObject({ lifetimeDays: 7 });
    const refused = await asEditor(() => actions.setLifetime({ connectionId, days: 1 }));
    expect(refused).toMatchObject({ ok: false, error: { code: "forbidden" } });
  });
});

describe("tasks", () => {
  const ended = (taskKey: string) =>
    until("the task's end", async () => {
      const task = await getTask(viewer.viewer, { connectionId, taskKey });
      return hasEnded(task) ? task : undefined;
    });

  test("are made, listed newest first, shown with what they made, and run again", async () => {
    const made = await asEditor(() => actions.createTasks({ connectionId, tasks: [thumb()] }));
    const [taskKey = ""] = made.ok ? made.value.taskKeys : [];
    const task = await ended(taskKey);
    expect(task).toMatchObject({ taskKey, name: "image.thumb", state: "success" });
    expect(task.definition).toMatchObject(thumb());
    expect(task.result).toMatchObject({ output: expect.stringMatching(/^\/engine\/stupeflix\/storage\//) });
    const again = await asEditor(() => actions.runAgain({ connectionId, taskKey }));
    const [nextKey = ""] = again.ok ? again.value.taskKeys : [];
    expect(nextKey).not.toBe(taskKey);
    expect((await ended(nextKey)).definition).toEqual(task.definition);
    const { tasks } = await listTasks(viewer.viewer, { connectionId, status: "success" });
    expect(tasks.slice(0, 2).map((each) => each.taskKey)).toEqual([nextKey, taskKey]);
  });

  test("that ask wrongly say beside which parameter, and one that never was is not found", async () => {
    const made = await asEditor(() =>
      actions.createTasks({ connectionId, tasks: [{ task_name: "video.info" }] }),
    );
    const [taskKey = ""] = made.ok ? made.value.taskKeys : [];
    const error = { parameters: { url: ["this field is required"] } };
    expect(await ended(taskKey)).toMatchObject({ state: "error", error });
    const asked = getTask(viewer.viewer, { connectionId, taskKey: never });
    await expect(asked).rejects.toMatchObject({ code: "not_found" });
  });

  test("are cancelled while their source does not answer", async () => {
    const url = engine.serve("silent.mp4", () => undefined);
    const made = await asEditor(() =>
      actions.createTasks({ connectionId, tasks: [{ task_name: "video.info", url }] }),
    );
    const [taskKey = ""] = made.ok ? made.value.taskKeys : [];
    expect(await asEditor(() => actions.cancelTask({ connectionId, taskKey }))).toMatchObject({ ok: true });
    expect(await ended(taskKey)).toMatchObject({ state: "error" });
  });
});

test("the provider tells the state of a task, and nothing of one that never was", async () => {
  const hello = await engine.runOne({ task_name: "hello", name: "you" });
  const { tasks } = (await openAccount(connectionId)).provider;
  expect(await tasks?.findState(hello.key ?? "")).toBe("success");
  expect(await tasks?.findState(never)).toBeUndefined();
});

describe("composing", () => {
  const check = async (tasks: unknown[], as = editor) => {
    const answer = await askCheck(
      new Request(`${testOrigin}/api/stupeflix/x/check`, {
        method: "POST",
        headers: { ...as.headers, "content-type": "application/json" },
        body: JSON.stringify({ tasks }),
      }),
      { params: Promise.resolve({ connectionId }) },
    );
    return { status: answer.status, body: await answer.json() };
  };

  test("draws its forms from what the service tells of itself", async () => {
    const kinds = await getTaskKinds(editor.viewer, connectionId);
    expect(kinds.kinds.map(({ name }) => name)).toContain("video.create");
    expect(kinds.stores).toHaveProperty("s3_signed");
  });

  test("is checked by the service without making anything, and not for viewers", async () => {
    expect(await check([thumb(), { task_name: "video.info" }])).toEqual({
      status: 200,
      body: [{}, { url: ["this field is required"] }],
    });
    expect((await check([thumb()], viewer)).status).toBe(403);
    expect((await check([])).status).toBe(400);
  });

  test("sends a file that a person has to the service, and a task reads it", async () => {
    const opened = await asEditor(() => actions.openInput({ connectionId, fileName: "a/b.png" }));
    if (!opened.ok) throw new Error(opened.error.message);
    const { url, uploadUrl } = opened.value;
    expect(uploadUrl).toMatch(/^\/engine\/stupeflix\/storage\/[A-Z2-7]{26}\/a_b\.png\?/);
    const body = await sharp({ create: { width: 8, height: 6, channels: 3, background: "#36c" } })
      .png()
      .toBuffer();
    const at = engine.url(uploadUrl.replace("/engine/stupeflix", ""));
    expect((await fetch(at, { method: "PUT", body: new Uint8Array(body) })).status).toBe(201);
    expect(await engine.resultOf({ task_name: "image.info", url })).toMatchObject({ width: 8, height: 6 });
    const places = await listMediaPlaces(viewer.viewer);
    expect(toShown(url, places)).toBe(uploadUrl.split("?", 1)[0]);
    expect(toShown("https://elsewhere.example/a.png", places)).toBeNull();
  });

  test("takes files of the library, and says which it cannot", async () => {
    await seedAsset("asset-1", telestreamId, `${new URL(picture).origin}/film.mp4`);
    const source = await findSource(editor.viewer, { connectionId, assetId: "asset-1" });
    expect(source).toEqual({
      url: `${new URL(picture).origin}/film.mp4`,
      browserUrl: "/engine/telestream/film.mp4",
    });
    const none = findSource(editor.viewer, { connectionId, assetId: "nothing" });
    await expect(none).rejects.toMatchObject({ code: "not_found" });
  });

  test("tells this dashboard's inbox without telling its address", async () => {
    const task = { ...thumb(), url_callback: inboxMark };
    const made = await asEditor(() => actions.createTasks({ connectionId, tasks: [task] }));
    const [taskKey = ""] = made.ok ? made.value.taskKeys : [];
    const shown = await getTask(viewer.viewer, { connectionId, taskKey });
    expect(shown.definition).toMatchObject({ url_callback: inboxMark });
    const [raw] = wireTaskStatuses.parse(
      await (
        await engine.post("/v2/status", {
          tasks: [taskKey],
          details: true,
          secret: engine.credentials.stupeflix.secret,
        })
      ).json(),
    );
    expect(raw?.parameters).toMatchObject({
      url_callback: expect.stringMatching(new RegExp(`^http://.*/hooks/${connectionId}/[\\w-]{20,}$`)),
    });
    expect(JSON.stringify(shown)).not.toContain("/hooks/");
  });

  test("begins with a task that was, with a preset, or with a kind", async () => {
    const [status] = await engine.run([thumb()]);
    const task = await toBeginWith(editor.viewer, connectionId, { task: status?.key });
    expect(task).toMatchObject([thumb()]);
    expect(await toBeginWith(editor.viewer, connectionId, { kind: "hello" })).toEqual([
      { task_name: "hello" },
    ]);
    expect(await toBeginWith(editor.viewer, connectionId, { task: "../x" })).toBeUndefined();
  });

  test("shows the tasks of every connection, and goes on when one does not answer", async () => {
    const silent = await addTestConnection("http://127.0.0.1:1", {
      provider: "stupeflix",
      name: "Silent",
      secrets: { secret: "nobody-listens-here" },
    });
    const { tasks, unread } = await listTasksOfAll(viewer.viewer);
    expect(tasks.length).toBeGreaterThan(0);
    expect(tasks.every((task) => task.connectionId === connectionId)).toBe(true);
    expect(unread.map((each) => each.connectionId)).toEqual([silent]);
  });
});

type ConnectionAction = Exclude<keyof typeof actions, "savePreset" | "renamePreset" | "deletePreset">;

const calls = (at: string): Record<ConnectionAction, () => Promise<unknown>> => ({
  openInput: () => actions.openInput({ connectionId: at, fileName: "a.png" }),
  tryDeletion: () => actions.tryDeletion({ connectionId: at, choice: { by: "age", days: 1 } }),
  deleteFiles: () => actions.deleteFiles({ connectionId: at, choice: { by: "age", days: 30_000 } }),
  setLifetime: () => actions.setLifetime({ connectionId: at, days: 0 }),
  createTasks: () => actions.createTasks({ connectionId: at, tasks: [{ task_name: "hello", name: "x" }] }),
  runAgain: () => actions.runAgain({ connectionId: at, taskKey: never }),
  cancelTask: () => actions.cancelTask({ connectionId: at, taskKey: never }),
});

test.each(Object.keys(calls("")) as ConnectionAction[])(
  "%s is refused to viewers and for what is not Stupeflix's",
  async (name) => {
    const refused = await asRequest(viewer.headers, () => calls(connectionId)[name]());
    expect(refused).toMatchObject({ ok: false, error: { code: "forbidden" } });
    const elsewhere = await asOwner(() => calls(telestreamId)[name]());
    expect(elsewhere).toMatchObject({ ok: false, error: { code: "invalid" } });
  },
);

test.each([
  ["no file", () => actions.tryDeletion({ connectionId, choice: { by: "name", names: [] } })],
  ["a file elsewhere", () => actions.deleteFiles({ connectionId, choice: { by: "name", names: ["../x"] } })],
  [
    "an address that is none",
    () => actions.deleteFiles({ connectionId, choice: { by: "url", urls: ["x"] } }),
  ],
  ["a negative age", () => actions.deleteFiles({ connectionId, choice: { by: "age", days: -1 } })],
  ["neither day", () => actions.deleteFiles({ connectionId, choice: { by: "date" } })],
  [
    "a last day before the first",
    () => actions.deleteFiles({ connectionId, choice: { by: "date", from: "2026-02-02", to: "2026-02-01" } }),
  ],
  ["no task", () => actions.createTasks({ connectionId, tasks: [] })],
  ["a task without its name", () => actions.createTasks({ connectionId, tasks: [{ url: picture }] })],
  ["a key that is none", () => actions.runAgain({ connectionId, taskKey: "../x" })],
  ["half a day of life", () => actions.setLifetime({ connectionId, days: 0.5 })],
])("%s is invalid", async (_what, call) => {
  expect(await asOwner<unknown>(call)).toMatchObject({ ok: false, error: { code: "invalid" } });
});
