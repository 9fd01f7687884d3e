import { writeFile } from "node:fs/promises";
import path from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { openAccount } from "#lib/accounts/accounts.ts";
import { ensureLocalConnections } from "#lib/features/connections/local-connections.ts";
import { listConnections } from "#lib/features/connections/queries.ts";
import * as actions from "#lib/features/stupeflix/actions.ts";
import { hasEnded } from "#lib/features/stupeflix/client.ts";
import type { FileChoice } from "#lib/features/stupeflix/schema/storage.ts";
import { getStorage } from "#lib/features/stupeflix/storage.ts";
import { getTask, listTasks } from "#lib/features/stupeflix/tasks.ts";
import { openTestDashboard, type SignedIn, signInAs } from "#tests/support/dashboard-people.ts";
import { asRequest } from "#tests/support/next-headers.ts";
import { startTaskEngine, type TaskEngine } from "#tests/support/task-engine.ts";
import { until } from "#tests/support/until.ts";

vi.mock("next/headers", () => import("#tests/support/next-headers.ts"));

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

const calls = (at: string): Record<keyof typeof actions, () => Promise<unknown>> => ({
  tryDeletion: () => actions.tryDeletion({ connectionId: at, choice: { by: "age", days: 1 } }),
  deleteFiles: () => actions.deleteFiles({ connectionId: at, choice: { by: "age", days: 30_000 } }),
  setLifetime: () => actions.setLifetime({ connectionId: at, days: 0 }),
  createTasks: () => actions.createTasks({ connectionId: at, tasks: [{ task_name: "hello", name: "x" }] }),
  runAgain: () => actions.runAgain({ connectionId: at, taskKey: never }),
  cancelTask: () => actions.cancelTask({ connectionId: at, taskKey: never }),
});

test.each(Object.keys(actions) as (keyof typeof actions)[])(
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
