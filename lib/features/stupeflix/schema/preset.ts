import { z } from "zod";
import { taskDefinition } from "./task.ts";

export const presetName = z.string().trim().min(1, "Give it a name.").max(80, "Use at most 80 characters.");

export const presetTasks = z
  .array(taskDefinition)
  .min(1, "Give it a task.")
  .max(50, "Keep at most 50 tasks.");

const longestPreset = 256 * 1024;

export const savePresetInput = z.object({
  /** Absent for a new one. */
  presetId: z.uuid().optional(),
  name: presetName,
  tasks: presetTasks.refine(
    (tasks) => JSON.stringify(tasks).length <= longestPreset,
    "That is too much for a preset: 256 kB at most.",
  ),
});
export type SavePresetInput = z.output<typeof savePresetInput>;

export const renamePresetInput = z.object({ presetId: z.uuid(), name: presetName });
export type RenamePresetInput = z.output<typeof renamePresetInput>;

export const presetInput = z.object({ presetId: z.uuid() });
export type PresetInput = z.output<typeof presetInput>;

/** Tasks that the team keeps to begin with. Secrets are not in them. */
export const taskPreset = z.object({
  presetId: z.string(),
  name: z.string(),
  tasks: z.array(taskDefinition),
  savedBy: z.string(),
  updatedAt: z.string(),
});
export type TaskPreset = z.output<typeof taskPreset>;
