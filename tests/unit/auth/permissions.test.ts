import { describe, expect, test } from "vitest";
import * as permissions from "#lib/auth/permissions.ts";
import { type Role, roles } from "#lib/domain/user.ts";

/** Who may: owner, editor, viewer. A permission without a line here fails the last test. */
const truth: Record<keyof typeof permissions, Record<Role, boolean>> = {
  canViewAssets: { owner: true, editor: true, viewer: true },
  canEditAssets: { owner: true, editor: true, viewer: false },
  canUpload: { owner: true, editor: true, viewer: false },
  canManageConnections: { owner: true, editor: false, viewer: false },
  canEditFactories: { owner: true, editor: false, viewer: false },
  canEditProfiles: { owner: true, editor: true, viewer: false },
  canEditCommands: { owner: true, editor: false, viewer: false },
  canSignRequests: { owner: true, editor: true, viewer: false },
  canManagePeople: { owner: true, editor: false, viewer: false },
  canViewAudit: { owner: true, editor: false, viewer: false },
  canViewEvents: { owner: true, editor: true, viewer: false },
  canReplayEvents: { owner: true, editor: true, viewer: false },
  canManageWebhooks: { owner: true, editor: false, viewer: false },
  canUseAuthTokens: { owner: true, editor: true, viewer: false },
  canRevealAuthTokens: { owner: true, editor: false, viewer: false },
  canManageOwnAccount: { owner: true, editor: true, viewer: true },
};

describe.each(Object.entries(permissions))("%s", (name, permission) => {
  test.each(roles)("says to the %s what the table says", (role) => {
    const viewer = { userId: "u", name: "n", email: "e@example.com", role };
    expect(permission(viewer)).toBe(Object.entries(truth).find(([key]) => key === name)?.[1][role]);
  });
});

test("every permission is in the table", () => {
  expect(Object.keys(permissions).sort()).toEqual(Object.keys(truth).sort());
});
