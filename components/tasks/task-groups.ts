import type { RenditionStatus } from "#lib/domain/rendition.ts";
import type { WorkItem } from "#lib/features/library/schema.ts";
import type { TaskOverview, TaskOverviewItem, TaskState } from "#lib/features/stupeflix/schema/task.ts";

export const lanes = [
  { name: "running", title: "Running", statuses: ["encoding"], state: "executing" },
  { name: "queued", title: "Queued", statuses: ["queued"], state: "queued" },
  { name: "failed", title: "Failed", statuses: ["failed"], state: "error" },
  { name: "done", title: "Done today", statuses: ["ready", "cancelled"], state: "success" },
] as const satisfies readonly {
  name: string;
  title: string;
  statuses: readonly RenditionStatus[];
  state: TaskState;
}[];

/** What one asset has in a lane. */
export interface AssetWork {
  readonly asset: Pick<WorkItem, "assetId" | "assetTitle" | "posterUrl" | "connectionName" | "provider">;
  readonly items: readonly WorkItem[];
}

export interface Lane {
  readonly name: (typeof lanes)[number]["name"];
  readonly title: string;
  /** Of renditions and tasks. */
  readonly count: number;
  readonly assets: readonly AssetWork[];
  readonly tasks: readonly TaskOverviewItem[];
  /** There are more tasks than are listed. */
  readonly isCut: boolean;
}

const noTasks: Pick<TaskOverview, "tasks" | "cut"> = { tasks: [], cut: [] };

/**
 * Work by where it stands, then by what it is of: what waits in queue order, what ended newest first. Tasks, which are
 * of no asset, come after.
 */
export function groupWork(
  work: readonly WorkItem[],
  overview: Pick<TaskOverview, "tasks" | "cut"> = noTasks,
): readonly Lane[] {
  return lanes.map(({ name, title, statuses, state }) => {
    const items = work.filter(({ status }) => statuses.some((each) => each === status));
    const ordered = name === "queued" ? items.toSorted(byPlace) : items;
    const byAsset = Map.groupBy(ordered, ({ assetId }) => assetId);
    const assets = [...byAsset.values()].flatMap((ofOne) => {
      const [asset] = ofOne;
      return asset ? [{ asset, items: ofOne.toSorted(byName) }] : [];
    });
    const tasks = overview.tasks.filter((task) => task.state === state).toSorted(byTime[state]);
    const isCut = overview.cut.some((cut) => cut.state === state);
    return { name, title, count: items.length + tasks.length, assets, tasks, isCut };
  });
}

const newestFirst =
  (momentOf: (task: TaskOverviewItem) => string | null) => (a: TaskOverviewItem, b: TaskOverviewItem) =>
    (momentOf(b) ?? "").localeCompare(momentOf(a) ?? "");

const byTime = {
  executing: newestFirst(({ startedAt }) => startedAt),
  queued: (a: TaskOverviewItem, b: TaskOverviewItem) => (a.queuedAt ?? "").localeCompare(b.queuedAt ?? ""),
  error: newestFirst(({ completedAt }) => completedAt),
  success: newestFirst(({ completedAt }) => completedAt),
} as const satisfies Record<TaskState, unknown>;

const byPlace = (a: WorkItem, b: WorkItem) =>
  (a.queuePosition ?? Number.MAX_SAFE_INTEGER) - (b.queuePosition ?? Number.MAX_SAFE_INTEGER);

const byName = (a: WorkItem, b: WorkItem) => a.name.localeCompare(b.name, "en", { numeric: true });
