import { canUpload } from "#lib/auth/permissions.ts";
import { route } from "#lib/auth/route.ts";
import { listTakenNames } from "#lib/features/uploads/queries.ts";
import { takenNamesInput } from "#lib/features/uploads/schema.ts";

/** POST because hundreds of names do not fit a URL; it changes nothing. */
export const POST = route({
  input: takenNamesInput,
  permit: canUpload,
  run: async ({ viewer, input }) => ({ fileNames: await listTakenNames(viewer, input) }),
});
