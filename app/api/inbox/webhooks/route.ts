import { canViewEvents } from "#lib/auth/permissions.ts";
import { route } from "#lib/auth/route.ts";
import { readWebhookOverview } from "#lib/features/inbox/webhook-overview.ts";

export const GET = route({ permit: canViewEvents, run: ({ viewer }) => readWebhookOverview(viewer) });
