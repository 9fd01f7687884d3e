import { canViewAssets } from "#lib/auth/permissions.ts";
import { route } from "#lib/auth/route.ts";
import { listAssets } from "#lib/features/library/queries.ts";
import { assetPageRequest } from "#lib/features/library/schema.ts";

export const GET = route({
  input: assetPageRequest,
  permit: canViewAssets,
  run: ({ viewer, input }) => listAssets(viewer, input),
});
