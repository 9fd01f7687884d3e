"use server";

import { action } from "#lib/auth/action.ts";
import { canEditAssets, canManageConnections } from "#lib/auth/permissions.ts";
import * as details from "./details.ts";
import * as pushServices from "./push-services.ts";
import { changeDetailsInput, changeManyInput } from "./schema/details.ts";
import { addPushServiceInput, removePushServiceInput } from "./schema/push-service.ts";
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

export const changeDetails = action({
  input: changeDetailsInput,
  permit: canEditAssets,
  run: ({ viewer, input }) => details.changeDetails(viewer, input),
});

export const changeMany = action({
  input: changeManyInput,
  permit: canEditAssets,
  run: ({ viewer, input }) => details.changeMany(viewer, input),
});

export const addPushService = action({
  input: addPushServiceInput,
  permit: canManageConnections,
  run: ({ viewer, input }) => pushServices.addPushService(viewer, input),
});

export const removePushService = action({
  input: removePushServiceInput,
  permit: canManageConnections,
  run: async ({ viewer, input }) => {
    await pushServices.removePushService(viewer, input);
    return { pushServiceToken: input.pushServiceToken };
  },
});
