import { canManageConnections } from "#lib/auth/permissions.ts";
import { route } from "#lib/auth/route.ts";
import { testDraft } from "#lib/features/connections/commands.ts";
import { testDraftInput } from "#lib/features/connections/schema.ts";

/** A route, not an action: actions run one after another, and a test may take seconds. */
export const POST = route({
  input: testDraftInput,
  permit: canManageConnections,
  run: ({ viewer, input }) => testDraft(viewer, input),
});
