import { canEditAssets } from "#lib/auth/permissions.ts";
import { route } from "#lib/auth/route.ts";
import { testConnection } from "#lib/features/connections/commands.ts";
import { connectionIdInput } from "#lib/features/connections/schema.ts";

/**
 * A route, not an action: actions run one after another, and a test may take seconds. Editors may, too: it is
 * what "Retry now" in the library asks, and it tells nothing that the list does not.
 */
export const POST = route({
  input: connectionIdInput,
  permit: canEditAssets,
  run: ({ viewer, input }) => testConnection(viewer, input.connectionId),
});
