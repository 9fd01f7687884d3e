import "server-only";
import { inWords, readInWords } from "#lib/accounts/in-words.ts";
import { recordAudit } from "#lib/auth/audit.ts";
import { canEditCommands } from "#lib/auth/permissions.ts";
import { DomainError } from "#lib/domain/errors.ts";
import type { Viewer } from "#lib/domain/user.ts";
import type { ProfileChanges } from "#lib/providers/telestream/profiles.ts";
import type { WireProfile } from "#lib/providers/telestream/wire.ts";
import { callTimeoutMs, openTelestream } from "./open-telestream.ts";
import type { FactoryInput, ProfileInput } from "./schema/identity.ts";
import type {
  CreateProfileInput,
  DuplicateProfileInput,
  ProfileDraft,
  ProfileSummary,
  SaveProfileInput,
} from "./schema/profile.ts";
import { toIsoDate } from "./wire-date.ts";

const options = { timeoutMs: callTimeoutMs };
const pageSize = 100;

/** Every profile of a factory, in the service's order. */
export async function listProfiles(
  _viewer: Viewer,
  { connectionId, factoryId }: FactoryInput,
): Promise<ProfileSummary[]> {
  const { client } = await openTelestream(connectionId);
  const profiles: ProfileSummary[] = [];
  for (let page = 1; ; page++) {
    const found = await readInWords(() =>
      client.profiles.list(factoryId, { page, per_page: pageSize }, options),
    );
    profiles.push(...found.map((profile) => toSummary(factoryId, profile)));
    if (found.length < pageSize) return profiles;
  }
}

export async function getProfile(
  _viewer: Viewer,
  { connectionId, factoryId, profileId }: ProfileInput,
): Promise<ProfileSummary> {
  const { client } = await openTelestream(connectionId);
  return toSummary(factoryId, await readInWords(() => client.profiles.get(factoryId, profileId, options)));
}

export async function createProfile(
  viewer: Viewer,
  { connectionId, factoryId, draft }: CreateProfileInput,
): Promise<{ profileId: string }> {
  const { client } = await openTelestream(connectionId);
  const made = await inWords(() => client.profiles.create(factoryId, toWire(draft), options));
  await audit(viewer, "profile.create", connectionId, factoryId, made);
  return { profileId: made.id };
}

/** A preset stays with its profile; every guided setting is sent, an empty one unsets. */
export async function saveProfile(
  viewer: Viewer,
  { connectionId, factoryId, profileId, draft }: SaveProfileInput,
): Promise<void> {
  const { client } = await openTelestream(connectionId);
  const before = await readInWords(() => client.profiles.get(factoryId, profileId, options));
  requireCommandRight(viewer, before);
  const { preset_name: _preset, ...changes } = toWire(draft);
  const saved = await inWords(() => client.profiles.update(factoryId, profileId, changes, options));
  await audit(viewer, "profile.save", connectionId, factoryId, saved);
}

/** The same under another name, every setting of it, also those that no form shows. */
export async function duplicateProfile(
  viewer: Viewer,
  { connectionId, factoryId, profileId, name }: DuplicateProfileInput,
): Promise<{ profileId: string }> {
  const { client } = await openTelestream(connectionId);
  const original = await readInWords(() => client.profiles.get(factoryId, profileId, options));
  requireCommandRight(viewer, original);
  const { id: _id, created_at: _made, updated_at: _changed, reelyard: _ours, ...kept } = original;
  const settings = { ...toScalars(kept), name };
  const made = await inWords(() => client.profiles.create(factoryId, settings, options));
  await audit(viewer, "profile.create", connectionId, factoryId, made);
  return { profileId: made.id };
}

export async function removeProfile(
  viewer: Viewer,
  { connectionId, factoryId, profileId }: ProfileInput,
): Promise<void> {
  const { client } = await openTelestream(connectionId);
  const profile = await readInWords(() => client.profiles.get(factoryId, profileId, options));
  await inWords(() => client.profiles.remove(factoryId, profile.id, options));
  await audit(viewer, "profile.delete", connectionId, factoryId, profile);
}

/** Whoever may not write a command may not change what it is run with, nor copy it. */
function requireCommandRight(viewer: Viewer, { command }: WireProfile): void {
  if (command && !canEditCommands(viewer)) {
    throw new DomainError("forbidden", "This profile runs a command of its own: only an owner changes it.");
  }
}

function toWire(draft: ProfileDraft): Record<string, string> {
  const { name, title, settings } = draft;
  const common = { ...settings, name, ...(title && { title }) };
  if (draft.kind === "preset") return { ...common, preset_name: draft.presetName };
  const extname = draft.extname.startsWith(".") ? draft.extname : `.${draft.extname}`;
  return { ...common, command: draft.command, extname };
}

function toScalars(settings: Readonly<Record<string, unknown>>): ProfileChanges {
  const entries = Object.entries(settings).filter(
    (entry): entry is [string, string | number | boolean] =>
      typeof entry[1] === "string" || typeof entry[1] === "number" || typeof entry[1] === "boolean",
  );
  return Object.fromEntries(entries);
}

const identity = new Set([
  "id",
  "name",
  "title",
  "preset_name",
  "command",
  "extname",
  "created_at",
  "updated_at",
]);

function toSummary(factoryId: string, profile: WireProfile): ProfileSummary {
  const settings = Object.entries(toScalars(profile))
    .filter(([name, value]) => !identity.has(name) && value !== "")
    .map(([name, value]) => [name, String(value)]);
  return {
    profileId: profile.id,
    factoryId,
    name: profile.name,
    title: profile.title ?? null,
    presetName: profile.preset_name ?? null,
    command: profile.command ?? null,
    commandFault: profile.reelyard?.command_fault ?? null,
    extname: profile.extname ?? null,
    settings: Object.fromEntries(settings),
    createdAt: toIsoDate(profile.created_at),
    updatedAt: toIsoDate(profile.updated_at),
  };
}

const audit = (
  viewer: Viewer,
  action: string,
  connectionId: string,
  factoryId: string,
  { id, name }: WireProfile,
) => recordAudit(viewer, { action, subject: name, connectionId, detail: { factoryId, profileId: id } });
