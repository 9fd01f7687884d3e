import { canUpload } from "#lib/auth/permissions.ts";
import { route } from "#lib/auth/route.ts";
import { listUploadTargets } from "#lib/features/uploads/queries.ts";

export const GET = route({
  permit: canUpload,
  run: async ({ viewer }) => ({ targets: await listUploadTargets(viewer) }),
});
