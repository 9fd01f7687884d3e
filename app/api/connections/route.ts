import { canViewAssets } from "#lib/auth/permissions.ts";
import { route } from "#lib/auth/route.ts";
import { listConnections } from "#lib/features/connections/queries.ts";

export const GET = route({ permit: canViewAssets, run: ({ viewer }) => listConnections(viewer) });
