import { expect, test } from "vitest";
import { groupWork } from "#components/tasks/task-groups.ts";
import type { WorkItem } from "#lib/features/library/schema.ts";

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
