import { canViewAssets } from "#lib/auth/permissions.ts";
import { route } from "#lib/auth/route.ts";
import { getEncodingBoard } from "#lib/features/telestream/encoding-board.ts";
import { boardRequest } from "#lib/features/telestream/schema/encoding.ts";

export const GET = route({
  input: boardRequest,
  permit: canViewAssets,
  run: ({ viewer, input }) => getEncodingBoard(viewer, input),
});
