import { canUpload } from "#lib/auth/permissions.ts";
import { route } from "#lib/auth/route.ts";
import { checkTasks } from "#lib/features/stupeflix/compose.ts";
import { checkTasksInput, composedBytes } from "#lib/features/stupeflix/schema/task.ts";

/** Changes nothing; a POST because tasks do not fit into an address. */
export const POST = route({
  input: checkTasksInput,
  maxJsonBytes: composedBytes,
  permit: canUpload,
  run: ({ viewer, input }) => checkTasks(viewer, input),
});
