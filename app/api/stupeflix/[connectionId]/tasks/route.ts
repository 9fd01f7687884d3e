import { canViewAssets } from "#lib/auth/permissions.ts";
import { route } from "#lib/auth/route.ts";
import { taskListRequest } from "#lib/features/stupeflix/schema/task.ts";
import { listTasks } from "#lib/features/stupeflix/tasks.ts";

export const GET = route({
  input: taskListRequest,
  permit: canViewAssets,
  run: ({ viewer, input }) => listTasks(viewer, input),
});
