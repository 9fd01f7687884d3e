import { canViewAssets } from "#lib/auth/permissions.ts";
import { route } from "#lib/auth/route.ts";
import { getAsset } from "#lib/features/library/get-asset.ts";
import { assetIdInput } from "#lib/features/library/schema.ts";

export const GET = route({
  input: assetIdInput,
  permit: canViewAssets,
  run: ({ viewer, input }) => getAsset(viewer, input.assetId),
});
