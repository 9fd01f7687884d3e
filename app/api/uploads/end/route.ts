import { canUpload } from "#lib/auth/permissions.ts";
import { route } from "#lib/auth/route.ts";
import { endUpload } from "#lib/features/uploads/commands.ts";
import { endUploadInput } from "#lib/features/uploads/schema.ts";

export const POST = route({
  input: endUploadInput,
  permit: canUpload,
  run: ({ viewer, input }) => endUpload(viewer, input),
});
