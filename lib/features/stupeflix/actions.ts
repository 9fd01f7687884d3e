"use server";

import { action } from "#lib/auth/action.ts";
import { canEditAssets, canManageConnections, canUpload } from "#lib/auth/permissions.ts";
import * as compose from "./compose.ts";
import * as presets from "./presets.ts";
import { openInputInput } from "./schema/media.ts";
import { presetInput, renamePresetInput, savePresetInput } from "./schema/preset.ts";
import { filesInput, lifetimeInput } from "./schema/storage.ts";
import { createTasksInput, taskInput } from "./schema/task.ts";
import * as storage from "./storage.ts";
import * as tasks from "./tasks.ts";

/** An action although nothing changes: its selection can be too long for an address. */
export const tryDeletion = action({
  input: filesInput,
  permit: canEditAssets,
  run: ({ viewer, input }) => storage.tryDeletion(viewer, input),
});

export const deleteFiles = action({
  input: filesInput,
  permit: canEditAssets,
  run: ({ viewer, input }) => storage.deleteFiles(viewer, input),
});

/** It can delete everything, for good and without anybody: for those who set accounts up. */
export const setLifetime = action({
  input: lifetimeInput,
  permit: canManageConnections,
  run: async ({ viewer, input }) => {
    await storage.setLifetime(viewer, input);
    return { days: input.days };
  },
});

export const createTasks = action({
  input: createTasksInput,
  permit: canUpload,
  run: ({ viewer, input }) => tasks.createTasks(viewer, input),
});

export const runAgain = action({
  input: taskInput,
  permit: canUpload,
  run: ({ viewer, input }) => tasks.runAgain(viewer, input),
});

export const cancelTask = action({
  input: taskInput,
  permit: canUpload,
  run: async ({ viewer, input }) => {
    await tasks.cancelTask(viewer, input);
    return { taskKey: input.taskKey };
  },
});

export const openInput = action({
  input: openInputInput,
  permit: canUpload,
  run: ({ viewer, input }) => compose.openInput(viewer, input),
});

export const savePreset = action({
  input: savePresetInput,
  permit: canUpload,
  run: ({ viewer, input }) => presets.savePreset(viewer, input),
});

export const renamePreset = action({
  input: renamePresetInput,
  permit: canUpload,
  run: async ({ viewer, input }) => {
    await presets.renamePreset(viewer, input);
    return { presetId: input.presetId };
  },
});

export const deletePreset = action({
  input: presetInput,
  permit: canUpload,
  run: async ({ viewer, input }) => {
    await presets.deletePreset(viewer, input);
    return { presetId: input.presetId };
  },
});
