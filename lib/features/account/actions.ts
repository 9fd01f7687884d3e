"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { action, publicAction } from "#lib/auth/action.ts";
import { canManageOwnAccount, canManagePeople } from "#lib/auth/permissions.ts";
import * as commands from "./commands.ts";
import {
  addPersonInput,
  changePasswordInput,
  changeRoleInput,
  createOwnerInput,
  endSessionInput,
  removePersonInput,
  updateProfileInput,
} from "./schema.ts";

/** The first person on an install. Answers `conflict` ever after. */
export const createOwner = publicAction({
  input: createOwnerInput,
  async run({ input }) {
    await commands.createOwner(input);
  },
});

export const updateProfile = action({
  input: updateProfileInput,
  permit: canManageOwnAccount,
  async run({ viewer, input }) {
    await commands.updateProfile(viewer, input);
    revalidatePath("/", "layout");
  },
});

/** Every session ends, this one included; the page signs in again with the new password. */
export const changePassword = action({
  input: changePasswordInput,
  permit: canManageOwnAccount,
  async run({ viewer, input }) {
    await commands.changePassword(viewer, input);
  },
});

export const signOutEverywhere = action({
  input: z.object({}),
  permit: canManageOwnAccount,
  async run({ viewer }) {
    await commands.signOutEverywhere(viewer);
  },
});

export const endSession = action({
  input: endSessionInput,
  permit: canManageOwnAccount,
  async run({ viewer, input }) {
    await commands.endOwnSession(viewer, input.sessionId);
    revalidatePath("/settings");
  },
});

export const addPerson = action({
  input: addPersonInput,
  permit: canManagePeople,
  async run({ viewer, input }) {
    await commands.addPerson(viewer, input);
    revalidatePath("/settings/people");
  },
});

export const changeRole = action({
  input: changeRoleInput,
  permit: canManagePeople,
  async run({ viewer, input }) {
    await commands.changeRole(viewer, input.userId, input.role);
    revalidatePath("/settings/people");
  },
});

export const removePerson = action({
  input: removePersonInput,
  permit: canManagePeople,
  async run({ viewer, input }) {
    await commands.removePerson(viewer, input.userId);
    revalidatePath("/settings/people");
  },
});
