import { canViewAssets } from "#lib/auth/permissions.ts";
import { route } from "#lib/auth/route.ts";
import { getResultingCommand } from "#lib/features/telestream/resulting-command.ts";
import { commandRequest } from "#lib/features/telestream/schema/command.ts";

/** A read; a command is too long for an address. */
export const POST = route({
  input: commandRequest,
  permit: canViewAssets,
  run: ({ viewer, input }) => getResultingCommand(viewer, input),
});
