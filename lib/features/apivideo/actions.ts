"use server";

import { action } from "#lib/auth/action.ts";
import { canEditAssets } from "#lib/auth/permissions.ts";
import * as discarded from "./discarded.ts";
import * as live from "./live-streams.ts";
import { createThemeInput, saveThemeInput, themeActionInput } from "./schema/themes.ts";
import { copyVideoInput, removeWatermarkInput } from "./schema/watermarks.ts";
import {
  addRestreamInput,
  createLiveStreamInput,
  createUploadTokenInput,
  liveStreamActionInput,
  pickThumbnailInput,
  removeRestreamInput,
  removeTrackInput,
  restoreVideoInput,
  revokeUploadTokenInput,
  saveDetailsInput,
  saveTrackInput,
  setDefaultCaptionsInput,
} from "./schema.ts";
import * as themes from "./themes.ts";
import * as tokens from "./upload-tokens.ts";
import * as videos from "./videos.ts";
import * as watermarks from "./watermarks.ts";

export const saveDetails = action({
  input: saveDetailsInput,
  permit: canEditAssets,
  run: async ({ viewer, input }) => {
    await videos.saveDetails(viewer, input);
    return { assetId: input.assetId };
  },
});

export const saveTrack = action({
  input: saveTrackInput,
  permit: canEditAssets,
  run: async ({ viewer, input }) => {
    await videos.saveTrack(viewer, input);
    return { language: input.language };
  },
});

export const removeTrack = action({
  input: removeTrackInput,
  permit: canEditAssets,
  run: async ({ viewer, input }) => {
    await videos.removeTrack(viewer, input);
    return { language: input.language };
  },
});

export const setDefaultCaptions = action({
  input: setDefaultCaptionsInput,
  permit: canEditAssets,
  run: async ({ viewer, input }) => {
    await videos.setDefaultCaptions(viewer, input);
    return { language: input.language };
  },
});

export const pickThumbnail = action({
  input: pickThumbnailInput,
  permit: canEditAssets,
  run: async ({ viewer, input }) => {
    await videos.pickThumbnail(viewer, input);
    return { assetId: input.assetId };
  },
});

export const createLiveStream = action({
  input: createLiveStreamInput,
  permit: canEditAssets,
  run: async ({ viewer, input }) => ({ liveStreamId: await live.createLiveStream(viewer, input) }),
});

/** An action although it reads: who looked at a key is kept. */
export const showStreamKey = action({
  input: liveStreamActionInput,
  permit: canEditAssets,
  run: async ({ viewer, input }) => ({ streamKey: await live.readStreamKey(viewer, input) }),
});

export const completeLiveStream = action({
  input: liveStreamActionInput,
  permit: canEditAssets,
  run: async ({ viewer, input }) => {
    await live.completeLiveStream(viewer, input);
    return { liveStreamId: input.liveStreamId };
  },
});

export const removeLiveStream = action({
  input: liveStreamActionInput,
  permit: canEditAssets,
  run: async ({ viewer, input }) => {
    await live.removeLiveStream(viewer, input);
    return { liveStreamId: input.liveStreamId };
  },
});

export const createUploadToken = action({
  input: createUploadTokenInput,
  permit: canEditAssets,
  run: ({ viewer, input }) => tokens.createUploadToken(viewer, input),
});

export const revokeUploadToken = action({
  input: revokeUploadTokenInput,
  permit: canEditAssets,
  run: async ({ viewer, input }) => {
    await tokens.revokeUploadToken(viewer, input);
    return { token: input.token };
  },
});

export const restoreVideo = action({
  input: restoreVideoInput,
  permit: canEditAssets,
  run: async ({ viewer, input }) => {
    await discarded.restoreVideo(viewer, input);
    return { videoId: input.videoId };
  },
});

export const addRestream = action({
  input: addRestreamInput,
  permit: canEditAssets,
  run: async ({ viewer, input }) => {
    await live.addRestream(viewer, input);
    return { liveStreamId: input.liveStreamId };
  },
});

export const removeRestream = action({
  input: removeRestreamInput,
  permit: canEditAssets,
  run: async ({ viewer, input }) => {
    await live.removeRestream(viewer, input);
    return { liveStreamId: input.liveStreamId };
  },
});

export const copyVideo = action({
  input: copyVideoInput,
  permit: canEditAssets,
  run: async ({ viewer, input }) => ({ assetId: await watermarks.copyVideo(viewer, input) }),
});

export const removeWatermark = action({
  input: removeWatermarkInput,
  permit: canEditAssets,
  run: async ({ viewer, input }) => {
    await watermarks.removeWatermark(viewer, input);
    return { watermarkId: input.watermarkId };
  },
});

export const createTheme = action({
  input: createThemeInput,
  permit: canEditAssets,
  run: async ({ viewer, input }) => ({ playerId: await themes.createTheme(viewer, input) }),
});

export const saveTheme = action({
  input: saveThemeInput,
  permit: canEditAssets,
  run: async ({ viewer, input }) => {
    await themes.saveTheme(viewer, input);
    return { playerId: input.playerId };
  },
});

export const removeTheme = action({
  input: themeActionInput,
  permit: canEditAssets,
  run: async ({ viewer, input }) => {
    await themes.removeTheme(viewer, input);
    return { playerId: input.playerId };
  },
});

export const removeLogo = action({
  input: themeActionInput,
  permit: canEditAssets,
  run: async ({ viewer, input }) => {
    await themes.removeLogo(viewer, input);
    return { playerId: input.playerId };
  },
});
