import { expect, test } from "vitest";
import { groupWork } from "#components/tasks/task-groups.ts";
import type { WorkItem } from "#lib/features/library/schema.ts";
import type { TaskState } from "#lib/features/stupeflix/schema/task.ts";

const item = (assetId: string, name: string, change: Partial<WorkItem> = {}): WorkItem => ({
  assetId,
  assetTitle: assetId,
  posterUrl: null,
  connectionId: "c",
  connectionName: "Local Telestream",
  provider: "telestream",
  renditionId: `${assetId}-${name}`,
  name,
  status: "queued",
  progressPercent: 0,
  queuePosition: null,
  remainingMs: null,
  error: null,
  startedAt: null,
  updatedAt: "2026-11-21T12:00:00.000Z",
  ...change,
});

test("work stands in the lane of its state, one block per video, renditions by name", () => {
  const lanes = groupWork([
    item("a", "hls.720p", { status: "encoding" }),
    item("a", "hls.240p", { status: "encoding" }),
    item("b", "h264", { status: "failed" }),
    item("b", "webm", { status: "cancelled" }),
  ]);
  expect(lanes.map(({ name, count }) => [name, count])).toEqual([
    ["running", 2],
    ["queued", 0],
    ["failed", 1],
    ["done", 1],
  ]);
  expect(lanes[0]?.assets[0]?.items.map(({ name }) => name)).toEqual(["hls.240p", "hls.720p"]);
});

test("what waits is in queue order, what has no place comes last", () => {
  const lanes = groupWork([
    item("late", "h264"),
    item("second", "h264", { queuePosition: 2 }),
    item("first", "h264", { queuePosition: 1 }),
  ]);
  expect(lanes[1]?.assets.map(({ asset }) => asset.assetId)).toEqual(["first", "second", "late"]);
});

test("tasks of no asset stand in the lane of their state, those that wait in the order they were asked", () => {
  const task = (taskKey: string, state: TaskState, queuedAt: string, completedAt: string | null = null) => ({
    ...{ taskKey, state, queuedAt, completedAt, startedAt: null, name: "hello", progress: null },
    ...{ result: null, error: null, definition: null, connectionId: "s", connectionName: "Stupeflix" },
  });
  const lanes = groupWork([item("a", "h264")], {
    tasks: [
      task("later", "queued", "2026-11-21T12:00:02Z"),
      task("first", "queued", "2026-11-21T12:00:01Z"),
      task("old", "success", "2026-11-21T11:00:00Z", "2026-11-21T11:00:01Z"),
      task("new", "success", "2026-11-21T11:00:00Z", "2026-11-21T11:30:00Z"),
    ],
    cut: [{ connectionId: "s", state: "queued" }],
  });
  expect(lanes.map(({ tasks, count, isCut }) => [tasks.map(({ taskKey }) => taskKey), count, isCut])).toEqual(
    [
      [[], 0, false],
      [["first", "later"], 3, true],
      [[], 0, false],
      [["new", "old"], 2, false],
    ],
  );
});
