import { canViewAssets } from "#lib/auth/permissions.ts";
import { route } from "#lib/auth/route.ts";
import { videoInput } from "#lib/features/telestream/schema/video.ts";
import { getVideoExtras } from "#lib/features/telestream/videos.ts";

export const GET = route({
  input: videoInput,
  permit: canViewAssets,
  run: ({ viewer, input }) => getVideoExtras(viewer, input.assetId),
});
