"use server";

import { action } from "#lib/auth/action.ts";
import { canEditAssets } from "#lib/auth/permissions.ts";
import {
  beginAttachInput,
  confirmAttachInput,
  pushInput,
  streamInput,
  subtitleInput,
  videoInput,
} from "./schema/streams.ts";
import * as streams from "./streams.ts";

export const createStream = action({
  input: videoInput,
  permit: canEditAssets,
  run: ({ viewer, input }) => streams.createStream(viewer, input.assetId),
});

export const removeStream = action({
  input: streamInput,
  permit: canEditAssets,
  run: async ({ viewer, input }) => {
    await streams.removeStream(viewer, input);
    return { streamToken: input.streamToken };
  },
});

export const bindStream = action({
  input: streamInput,
  permit: canEditAssets,
  run: async ({ viewer, input }) => {
    await streams.bindStream(viewer, input);
    return { streamToken: input.streamToken };
  },
});

export const beginAttach = action({
  input: beginAttachInput,
  permit: canEditAssets,
  run: ({ viewer, input }) => streams.beginAttach(viewer, input),
});

export const confirmAttach = action({
  input: confirmAttachInput,
  permit: canEditAssets,
  run: async ({ viewer, input }) => {
    await streams.confirmAttach(viewer, input);
    return { streamToken: input.streamToken };
  },
});

export const attachSubtitle = action({
  input: subtitleInput,
  permit: canEditAssets,
  run: async ({ viewer, input }) => {
    await streams.attachSubtitle(viewer, input);
    return { streamToken: input.streamToken };
  },
});

export const pushStream = action({
  input: pushInput,
  permit: canEditAssets,
  run: async ({ viewer, input }) => {
    await streams.pushStream(viewer, input);
    return { streamToken: input.streamToken };
  },
});
