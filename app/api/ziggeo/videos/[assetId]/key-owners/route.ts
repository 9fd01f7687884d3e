import { canViewAssets } from "#lib/auth/permissions.ts";
import { route } from "#lib/auth/route.ts";
import { findKeyOwners } from "#lib/features/ziggeo/key-owners.ts";
import { keyOwnersInput } from "#lib/features/ziggeo/schema/details.ts";

export const GET = route({
  input: keyOwnersInput,
  permit: canViewAssets,
  run: ({ viewer, input }) => findKeyOwners(viewer, input),
});
