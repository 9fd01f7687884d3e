"use server";

import { action } from "#lib/auth/action.ts";
import { canEditAssets } from "#lib/auth/permissions.ts";
import * as discarded from "./discarded.ts";
import * as live from "./live-streams.ts";
import {
  createLiveStreamInput,
  createUploadTokenInput,
  liveStreamActionInput,
  pickThumbnailInput,
  removeTrackInput,
  restoreVideoInput,
  revokeUploadTokenInput,
  saveDetailsInput,
  saveTrackInput,
  setDefaultCaptionsInput,
} from "./schema.ts";
import * as tokens from "./upload-tokens.ts";
import * as videos from "./videos.ts";

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
