import { canUpload } from "#lib/auth/permissions.ts";
import { route } from "#lib/auth/route.ts";
import { releaseUpload } from "#lib/features/uploads/chunks.ts";
import { begunChunks } from "#lib/features/uploads/schema.ts";

export const POST = route({
  input: begunChunks,
  permit: canUpload,
  run: ({ viewer, input }) => releaseUpload(viewer, input),
});
