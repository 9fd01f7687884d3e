import { canUpload } from "#lib/auth/permissions.ts";
import { route } from "#lib/auth/route.ts";
import { findSource } from "#lib/features/stupeflix/compose.ts";
import { sourceRequest } from "#lib/features/stupeflix/schema/media.ts";

export const GET = route({
  input: sourceRequest,
  permit: canUpload,
  run: ({ viewer, input }) => findSource(viewer, input),
});
