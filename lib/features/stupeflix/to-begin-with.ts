import "server-only";
import { z } from "zod";
import type { Viewer } from "#lib/domain/user.ts";
import { listPresets } from "./presets.ts";
import { type TaskDefinition, taskInput } from "./schema/task.ts";
import { getTask, secretLeftOut } from "./tasks.ts";

const asked = z.object({
  task: taskInput.shape.taskKey.optional().catch(undefined),
  preset: z.uuid().optional().catch(undefined),
  kind: z.string().max(100).optional().catch(undefined),
});

/** What a composer's address asks to begin with: a task that was, a preset, or a kind. */
export async function toBeginWith(
  viewer: Viewer,
  connectionId: string,
  query: Readonly<Record<string, unknown>>,
): Promise<readonly TaskDefinition[] | undefined> {
  const { task, preset, kind } = asked.parse(query);
  if (task !== undefined) {
    const { definition } = await getTask(viewer, { connectionId, taskKey: task });
    return definition ? [withoutLeftOut(definition)] : undefined;
  }
  if (preset !== undefined) {
    return (await listPresets(viewer)).find(({ presetId }) => presetId === preset)?.tasks;
  }
  return kind === undefined ? undefined : [{ task_name: kind }];
}

/** A secret that was not told again is to be typed again. */
function withoutLeftOut({ task_name, ...given }: TaskDefinition): TaskDefinition {
  const strip = (values: Readonly<Record<string, unknown>>): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(values)
        .filter(([, value]) => value !== secretLeftOut)
        .map(([name, value]) => [name, isRecord(value) ? strip(value) : value]),
    );
  const { task_store, ...parameters } = strip(given);
  const isDefault = isRecord(task_store) && task_store.type === "persistent";
  return { task_name, ...parameters, ...(task_store !== undefined && !isDefault && { task_store }) };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
