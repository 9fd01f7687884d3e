"use server";

import { action } from "#lib/auth/action.ts";
import { canRevealAuthTokens, canUseAuthTokens } from "#lib/auth/permissions.ts";
import * as tokens from "../auth-tokens.ts";
import * as checks from "../check-auth-tokens.ts";
import * as embed from "../embed.ts";
import {
  authTokenInput,
  buildEmbedInput,
  createAuthTokenInput,
  encryptAuthTokenInput,
  importAuthTokenInput,
  previewEmbedInput,
  updateAuthTokenInput,
} from "../schema/auth-tokens.ts";

export const createAuthToken = action({
  input: createAuthTokenInput,
  permit: canUseAuthTokens,
  run: ({ viewer, input }) => tokens.createAuthToken(viewer, input),
});

export const importAuthToken = action({
  input: importAuthTokenInput,
  permit: canUseAuthTokens,
  run: ({ viewer, input }) => tokens.importAuthToken(viewer, input),
});

export const updateAuthToken = action({
  input: updateAuthTokenInput,
  permit: canUseAuthTokens,
  run: async ({ viewer, input }) => {
    await tokens.updateAuthToken(viewer, input);
    return { authTokenId: input.authTokenId };
  },
});

export const checkAuthToken = action({
  input: authTokenInput,
  permit: canUseAuthTokens,
  run: async ({ viewer, input }) => {
    await checks.checkAuthToken(viewer, input.authTokenId);
    return { authTokenId: input.authTokenId };
  },
});

export const revokeAuthToken = action({
  input: authTokenInput,
  permit: canUseAuthTokens,
  run: async ({ viewer, input }) => {
    await tokens.revokeAuthToken(viewer, input.authTokenId);
    return { authTokenId: input.authTokenId };
  },
});

export const forgetAuthToken = action({
  input: authTokenInput,
  permit: canUseAuthTokens,
  run: async ({ viewer, input }) => {
    await tokens.forgetAuthToken(viewer, input.authTokenId);
    return { authTokenId: input.authTokenId };
  },
});

export const revealAuthToken = action({
  input: authTokenInput,
  permit: canRevealAuthTokens,
  run: ({ viewer, input }) => tokens.revealAuthToken(viewer, input.authTokenId),
});

export const encryptAuthToken = action({
  input: encryptAuthTokenInput,
  permit: canUseAuthTokens,
  run: ({ viewer, input }) => tokens.encryptAuthToken(viewer, input),
});

export const buildEmbed = action({
  input: buildEmbedInput,
  permit: canUseAuthTokens,
  run: ({ viewer, input }) => embed.buildEmbed(viewer, input),
});

export const previewEmbed = action({
  input: previewEmbedInput,
  permit: canUseAuthTokens,
  run: ({ viewer, input }) => embed.previewEmbed(viewer, input),
});
