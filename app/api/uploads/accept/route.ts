import { canUpload } from "#lib/auth/permissions.ts";
import { route } from "#lib/auth/route.ts";
import { acceptUpload } from "#lib/features/uploads/commands.ts";
import { acceptUploadInput } from "#lib/features/uploads/schema.ts";

export const POST = route({
  input: acceptUploadInput,
  permit: canUpload,
  run: ({ viewer, input }) => acceptUpload(viewer, input),
});
