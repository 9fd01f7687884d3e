import { canViewAssets } from "#lib/auth/permissions.ts";
import { route } from "#lib/auth/route.ts";
import { taskInput } from "#lib/features/stupeflix/schema/task.ts";
import { getTask } from "#lib/features/stupeflix/tasks.ts";

export const GET = route({
  input: taskInput,
  permit: canViewAssets,
  run: ({ viewer, input }) => getTask(viewer, input),
});
