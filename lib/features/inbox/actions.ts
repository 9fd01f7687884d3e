"use server";

import { action } from "#lib/auth/action.ts";
import { canManageWebhooks, canReplayEvents } from "#lib/auth/permissions.ts";
import * as commands from "./commands.ts";
import {
  connectInboxInput,
  connectionIdInput,
  createWebhookInput,
  eventIdInput,
  removeWebhookInput,
  replaceWebhookInput,
  replayFailedInput,
} from "./schema.ts";
import * as webhooks from "./webhook-commands.ts";

export const replayEvent = action({
  input: eventIdInput,
  permit: canReplayEvents,
  run: async ({ viewer, input }) => {
    await commands.replayEvent(viewer, input.eventId);
    return { eventId: input.eventId };
  },
});

export const replayFailed = action({
  input: replayFailedInput,
  permit: canReplayEvents,
  run: async ({ viewer, input }) => ({ count: await commands.replayFailed(viewer, input) }),
});

export const renewAddress = action({
  input: connectionIdInput,
  permit: canManageWebhooks,
  run: async ({ viewer, input }) => {
    await commands.renewAddress(viewer, input.connectionId);
    return { connectionId: input.connectionId };
  },
});

export const connectInbox = action({
  input: connectInboxInput,
  permit: canManageWebhooks,
  run: async ({ viewer, input }) => ({ providerWebhookId: await webhooks.connectInbox(viewer, input) }),
});

export const createWebhook = action({
  input: createWebhookInput,
  permit: canManageWebhooks,
  run: async ({ viewer, input }) => ({ providerWebhookId: await webhooks.createWebhook(viewer, input) }),
});

export const replaceWebhook = action({
  input: replaceWebhookInput,
  permit: canManageWebhooks,
  run: async ({ viewer, input }) => ({ providerWebhookId: await webhooks.replaceWebhook(viewer, input) }),
});

export const removeWebhook = action({
  input: removeWebhookInput,
  permit: canManageWebhooks,
  run: async ({ viewer, input }) => {
    await webhooks.removeWebhook(viewer, input);
    return { providerWebhookId: input.providerWebhookId };
  },
});
