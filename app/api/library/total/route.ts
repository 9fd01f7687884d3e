import { canViewAssets } from "#lib/auth/permissions.ts";
import { route } from "#lib/auth/route.ts";
import { getAssetTotal } from "#lib/features/library/queries.ts";
import { assetFilter } from "#lib/features/library/schema.ts";

export const GET = route({
  input: assetFilter,
  permit: canViewAssets,
  run: ({ viewer, input }) => getAssetTotal(viewer, input),
});
