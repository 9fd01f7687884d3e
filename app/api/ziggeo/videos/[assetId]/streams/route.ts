import { canViewAssets } from "#lib/auth/permissions.ts";
import { route } from "#lib/auth/route.ts";
import { videoInput } from "#lib/features/ziggeo/schema/streams.ts";
import { listStreams } from "#lib/features/ziggeo/streams.ts";

export const GET = route({
  input: videoInput,
  permit: canViewAssets,
  run: ({ viewer, input }) => listStreams(viewer, input.assetId),
});
