"use server";

import { action } from "#lib/auth/action.ts";
import { canManageConnections } from "#lib/auth/permissions.ts";
import * as commands from "./commands.ts";
import { addConnectionInput, connectionIdInput, editConnectionInput } from "./schema.ts";

export const addConnection = action({
  input: addConnectionInput,
  permit: canManageConnections,
  run: async ({ viewer, input }) => ({ connectionId: await commands.addConnection(viewer, input) }),
});

export const editConnection = action({
  input: editConnectionInput,
  permit: canManageConnections,
  run: async ({ viewer, input }) => {
    await commands.editConnection(viewer, input);
    return { connectionId: input.connectionId };
  },
});

export const pauseConnection = action({
  input: connectionIdInput,
  permit: canManageConnections,
  run: async ({ viewer, input }) => {
    await commands.setConnectionState(viewer, input.connectionId, "paused");
    return { connectionId: input.connectionId };
  },
});

export const resumeConnection = action({
  input: connectionIdInput,
  permit: canManageConnections,
  run: async ({ viewer, input }) => {
    await commands.setConnectionState(viewer, input.connectionId, "active");
    return { connectionId: input.connectionId };
  },
});

export const removeConnection = action({
  input: connectionIdInput,
  permit: canManageConnections,
  run: ({ viewer, input }) => commands.removeConnection(viewer, input.connectionId),
});
