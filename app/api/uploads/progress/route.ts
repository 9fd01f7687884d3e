import { canViewAssets } from "#lib/auth/permissions.ts";
import { route } from "#lib/auth/route.ts";
import { findUploadProgress } from "#lib/features/uploads/queries.ts";
import { uploadProgressRequest } from "#lib/features/uploads/schema.ts";

export const GET = route({
  input: uploadProgressRequest,
  permit: canViewAssets,
  run: async ({ viewer, input }) => ({
    progress: (await findUploadProgress(viewer, input.assetId)) ?? null,
  }),
});
