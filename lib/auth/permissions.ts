import type { Role, Viewer } from "#lib/domain/user.ts";

/** Who may do what. Pure; the second argument is the action's parsed input, for rules about a thing. */
export type Permission<Input = unknown> = (viewer: Viewer, input: Input) => boolean;

const allow =
  (...roles: readonly Role[]) =>
  (viewer: Viewer): boolean =>
    roles.includes(viewer.role);

export const canViewAssets = allow("owner", "editor", "viewer");
export const canEditAssets = allow("owner", "editor");
export const canUpload = allow("owner", "editor");
export const canManageConnections = allow("owner");
/** An account's own set-up: where files go, and who hears of them. */
export const canEditFactories = allow("owner");
export const canEditProfiles = allow("owner", "editor");
/** A profile's raw command is a program that is run: guided settings are for everyone who edits. */
export const canEditCommands = allow("owner");
/** Which calls an editor may sign, `maySign` of lib/features/telestream says. */
export const canSignRequests = allow("owner", "editor");
export const canManagePeople = allow("owner");
export const canViewAudit = allow("owner");
/** Events carry what providers tell of an account: for those who work with it. */
export const canViewEvents = allow("owner", "editor");
export const canReplayEvents = allow("owner", "editor");
/** Whom a provider tells what. */
export const canManageWebhooks = allow("owner");
/** Ziggeo's auth tokens: make, change, revoke, put into a page's code. */
export const canUseAuthTokens = allow("owner", "editor");
/** Look at the value of a token again, after the once that its maker saw it. */
export const canRevealAuthTokens = allow("owner");
/** One's own name, password and sessions. */
export const canManageOwnAccount = allow("owner", "editor", "viewer");
