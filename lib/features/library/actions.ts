"use server";

import { action } from "#lib/auth/action.ts";
import { canEditAssets, canUpload } from "#lib/auth/permissions.ts";
import * as commands from "./commands.ts";
import { addSampleVideosInput, deleteAssetsInput, importUrlInput, renditionActionInput } from "./schema.ts";

export const deleteAssets = action({
  input: deleteAssetsInput,
  permit: canEditAssets,
  run: ({ viewer, input }) => commands.deleteAssets(viewer, input.assetIds),
});

export const retryRendition = action({
  input: renditionActionInput,
  permit: canEditAssets,
  run: async ({ viewer, input }) => {
    await commands.retryRendition(viewer, input.assetId, input.renditionId);
    return { assetId: input.assetId };
  },
});

export const cancelRendition = action({
  input: renditionActionInput,
  permit: canEditAssets,
  run: async ({ viewer, input }) => {
    await commands.cancelRendition(viewer, input.assetId, input.renditionId);
    return { assetId: input.assetId };
  },
});

export const importUrl = action({
  input: importUrlInput,
  permit: canUpload,
  run: ({ viewer, input }) => commands.importUrl(viewer, input),
});

export const addSampleVideos = action({
  input: addSampleVideosInput,
  permit: canUpload,
  run: ({ viewer, input }) => commands.addSampleVideos(viewer, input.connectionId),
});
