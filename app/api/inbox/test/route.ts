import { canReplayEvents } from "#lib/auth/permissions.ts";
import { route } from "#lib/auth/route.ts";
import { sendTestEvent } from "#lib/features/inbox/commands.ts";
import { connectionIdInput } from "#lib/features/inbox/schema.ts";

/** A route, not an action: it waits for the way there and back, and actions run one after another. */
export const POST = route({
  input: connectionIdInput,
  permit: canReplayEvents,
  run: async ({ viewer, input }) => ({ eventId: await sendTestEvent(viewer, input.connectionId) }),
});
