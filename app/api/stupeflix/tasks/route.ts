import { canViewAssets } from "#lib/auth/permissions.ts";
import { route } from "#lib/auth/route.ts";
import { listTasksOfAll } from "#lib/features/stupeflix/tasks.ts";

export const GET = route({ permit: canViewAssets, run: ({ viewer }) => listTasksOfAll(viewer) });
