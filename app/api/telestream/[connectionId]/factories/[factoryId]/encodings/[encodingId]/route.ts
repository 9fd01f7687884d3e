import { canViewAssets } from "#lib/auth/permissions.ts";
import { route } from "#lib/auth/route.ts";
import { getEncodingDetail } from "#lib/features/telestream/encoding-detail.ts";
import { encodingDetailRequest } from "#lib/features/telestream/schema/encoding.ts";

export const GET = route({
  input: encodingDetailRequest,
  permit: canViewAssets,
  run: ({ viewer, input }) => getEncodingDetail(viewer, input),
});
