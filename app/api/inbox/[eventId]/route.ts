import { canViewEvents } from "#lib/auth/permissions.ts";
import { route } from "#lib/auth/route.ts";
import { getEvent } from "#lib/features/inbox/queries.ts";
import { eventIdInput } from "#lib/features/inbox/schema.ts";

export const GET = route({
  input: eventIdInput,
  permit: canViewEvents,
  run: ({ viewer, input }) => getEvent(viewer, input.eventId),
});
