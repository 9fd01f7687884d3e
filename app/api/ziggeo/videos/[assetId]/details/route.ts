import { canViewAssets } from "#lib/auth/permissions.ts";
import { route } from "#lib/auth/route.ts";
import { getDetails } from "#lib/features/ziggeo/details.ts";
import { videoInput } from "#lib/features/ziggeo/schema/streams.ts";

export const GET = route({
  input: videoInput,
  permit: canViewAssets,
  run: ({ viewer, input }) => getDetails(viewer, input.assetId),
});
