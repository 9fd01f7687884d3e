import { canUpload } from "#lib/auth/permissions.ts";
import { route } from "#lib/auth/route.ts";
import { beginUpload } from "#lib/features/uploads/begin-upload.ts";
import { signUploadInput } from "#lib/features/uploads/schema.ts";

/** A route, not an action: several files are signed for at once, and actions queue behind each other. */
export const POST = route({
  input: signUploadInput,
  permit: canUpload,
  run: ({ viewer, input }) => beginUpload(viewer, input),
});
