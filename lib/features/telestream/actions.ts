"use server";

import { action } from "#lib/auth/action.ts";
import { canEditAssets, canEditCommands, canEditFactories, canEditProfiles } from "#lib/auth/permissions.ts";
import { resendDelivery as resend } from "./deliveries.ts";
import * as encodings from "./encodings.ts";
import * as factories from "./factories.ts";
import * as profiles from "./profiles.ts";
import { resendDeliveryInput } from "./schema/delivery.ts";
import { changeEncodingsInput, retryAllFailedInput } from "./schema/encoding.ts";
import {
  createFactoryInput,
  removeFactoryInput,
  saveFactoryInput,
  saveNotificationsInput,
  testNotificationInput,
} from "./schema/factory.ts";
import {
  createProfileInput,
  duplicateProfileInput,
  removeProfileInput,
  saveProfileInput,
} from "./schema/profile.ts";
import { maySign, signRequestInput } from "./schema/signing.ts";
import { encodeAgainInput, videoInput } from "./schema/video.ts";
import { signRequest as sign } from "./sign-request.ts";
import { testNotification as sendTest } from "./test-notification.ts";
import * as videos from "./videos.ts";

export const createFactory = action({
  input: createFactoryInput,
  permit: canEditFactories,
  run: ({ viewer, input }) => factories.createFactory(viewer, input),
});

export const saveFactory = action({
  input: saveFactoryInput,
  permit: canEditFactories,
  run: async ({ viewer, input }) => {
    await factories.saveFactory(viewer, input);
    return { factoryId: input.factoryId };
  },
});

export const removeFactory = action({
  input: removeFactoryInput,
  permit: canEditFactories,
  run: async ({ viewer, input }) => {
    await factories.removeFactory(viewer, input);
    return { factoryId: input.factoryId };
  },
});

export const saveNotifications = action({
  input: saveNotificationsInput,
  permit: canEditFactories,
  run: async ({ viewer, input }) => {
    await factories.saveNotifications(viewer, input);
    return { factoryId: input.factoryId };
  },
});

export const testNotification = action({
  input: testNotificationInput,
  permit: canEditFactories,
  run: ({ viewer, input }) => sendTest(viewer, input),
});

export const resendDelivery = action({
  input: resendDeliveryInput,
  permit: canEditFactories,
  run: async ({ viewer, input }) => {
    await resend(viewer, input);
    return { deliveryId: input.deliveryId };
  },
});

export const createProfile = action({
  input: createProfileInput,
  permit: (viewer, { draft }) =>
    draft.kind === "command" ? canEditCommands(viewer) : canEditProfiles(viewer),
  run: ({ viewer, input }) => profiles.createProfile(viewer, input),
});

export const saveProfile = action({
  input: saveProfileInput,
  permit: (viewer, { draft }) =>
    draft.kind === "command" ? canEditCommands(viewer) : canEditProfiles(viewer),
  run: async ({ viewer, input }) => {
    await profiles.saveProfile(viewer, input);
    return { profileId: input.profileId };
  },
});

export const duplicateProfile = action({
  input: duplicateProfileInput,
  permit: canEditProfiles,
  run: ({ viewer, input }) => profiles.duplicateProfile(viewer, input),
});

export const removeProfile = action({
  input: removeProfileInput,
  permit: canEditProfiles,
  run: async ({ viewer, input }) => {
    await profiles.removeProfile(viewer, input);
    return { profileId: input.profileId };
  },
});

export const changeEncodings = action({
  input: changeEncodingsInput,
  permit: canEditAssets,
  run: ({ viewer, input }) => encodings.changeEncodings(viewer, input),
});

export const retryAllFailed = action({
  input: retryAllFailedInput,
  permit: canEditAssets,
  run: ({ viewer, input }) => encodings.retryAllFailed(viewer, input),
});

export const encodeAgain = action({
  input: encodeAgainInput,
  permit: canEditAssets,
  run: ({ viewer, input }) => videos.encodeAgain(viewer, input),
});

export const deleteSource = action({
  input: videoInput,
  permit: canEditAssets,
  run: async ({ viewer, input }) => {
    await videos.deleteSource(viewer, input.assetId);
    return { assetId: input.assetId };
  },
});

export const signRequest = action({
  input: signRequestInput,
  permit: maySign,
  run: ({ viewer, input }) => sign(viewer, input),
});
