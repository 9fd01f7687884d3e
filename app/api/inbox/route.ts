import { canViewEvents } from "#lib/auth/permissions.ts";
import { route } from "#lib/auth/route.ts";
import { listEvents } from "#lib/features/inbox/queries.ts";
import { eventPageRequest } from "#lib/features/inbox/schema.ts";

export const GET = route({
  input: eventPageRequest,
  permit: canViewEvents,
  run: ({ viewer, input }) => listEvents(viewer, input),
});
