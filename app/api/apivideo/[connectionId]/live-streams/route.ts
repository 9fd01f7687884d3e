import { canViewAssets } from "#lib/auth/permissions.ts";
import { route } from "#lib/auth/route.ts";
import { listLiveStreams } from "#lib/features/apivideo/live-streams.ts";
import { connectionInput } from "#lib/features/apivideo/schema.ts";

export const GET = route({
  input: connectionInput,
  permit: canViewAssets,
  run: ({ viewer, input }) => listLiveStreams(viewer, input.connectionId),
});
