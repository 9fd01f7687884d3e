import { canViewAssets } from "#lib/auth/permissions.ts";
import { route } from "#lib/auth/route.ts";
import { listUploads } from "#lib/features/uploads/queries.ts";
import { uploadHistoryRequest } from "#lib/features/uploads/schema.ts";

export const GET = route({
  input: uploadHistoryRequest,
  permit: canViewAssets,
  run: ({ viewer, input }) => listUploads(viewer, input),
});
