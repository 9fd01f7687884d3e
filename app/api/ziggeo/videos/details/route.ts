import { canViewAssets } from "#lib/auth/permissions.ts";
import { route } from "#lib/auth/route.ts";
import { listDetails } from "#lib/features/ziggeo/details.ts";
import { detailRowsInput } from "#lib/features/ziggeo/schema/details.ts";

export const GET = route({
  input: detailRowsInput,
  permit: canViewAssets,
  run: ({ viewer, input }) => listDetails(viewer, input.ids),
});
