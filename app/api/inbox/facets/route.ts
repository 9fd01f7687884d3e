import { canViewEvents } from "#lib/auth/permissions.ts";
import { route } from "#lib/auth/route.ts";
import { countEvents } from "#lib/features/inbox/queries.ts";

export const GET = route({ permit: canViewEvents, run: ({ viewer }) => countEvents(viewer) });
