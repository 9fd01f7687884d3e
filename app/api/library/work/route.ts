import { canViewAssets } from "#lib/auth/permissions.ts";
import { route } from "#lib/auth/route.ts";
import { listWork } from "#lib/features/library/work.ts";

export const GET = route({ permit: canViewAssets, run: ({ viewer }) => listWork(viewer) });
