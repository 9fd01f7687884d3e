import { canViewAssets } from "#lib/auth/permissions.ts";
import { route } from "#lib/auth/route.ts";
import { assetInput } from "#lib/features/apivideo/schema.ts";
import { getVideoExtras } from "#lib/features/apivideo/videos.ts";

export const GET = route({
  input: assetInput,
  permit: canViewAssets,
  run: ({ viewer, input }) => getVideoExtras(viewer, input.assetId),
});
