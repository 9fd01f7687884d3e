import { canUseAuthTokens } from "#lib/auth/permissions.ts";
import { route } from "#lib/auth/route.ts";
import { getEmbedOptions } from "#lib/features/ziggeo/embed.ts";
import { embedInput } from "#lib/features/ziggeo/schema/auth-tokens.ts";

export const GET = route({
  input: embedInput,
  permit: canUseAuthTokens,
  run: ({ viewer, input }) => getEmbedOptions(viewer, input.assetId),
});
