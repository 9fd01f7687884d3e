import { canUseAuthTokens } from "#lib/auth/permissions.ts";
import { route } from "#lib/auth/route.ts";
import { listCheckedAuthTokens } from "#lib/features/ziggeo/check-auth-tokens.ts";
import { authTokenListInput } from "#lib/features/ziggeo/schema/auth-tokens.ts";

export const GET = route({
  input: authTokenListInput,
  permit: canUseAuthTokens,
  run: ({ viewer, input }) => listCheckedAuthTokens(viewer, input.connectionId),
});
