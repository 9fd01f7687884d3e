import { z } from "zod";
import { factoryInput, profileInput } from "./identity.ts";
import { findPresetCard } from "./presets.ts";
import { faultOf } from "./profile-fields/field.ts";
import { fieldGroupsOf } from "./profile-fields.ts";

const name = z
  .string()
  .trim()
  .min(1, "Give it a name.")
  .max(100, "Use at most 100 characters.")
  .regex(/^[^,\s]+$/, "Names go into comma lists: no commas, no spaces.");
const title = z.string().trim().max(200, "Use at most 200 characters.");
/** What a profile is besides its settings: a `command` among them would make one that only an owner may write. */
const identity: ReadonlySet<string> = new Set([
  ...["id", "name", "title", "preset_name", "command", "extname", "category", "inputs", "outputs"],
  ...["factory_id", "cloud_id", "access_key", "timestamp", "signature", "signature_version", "checksum"],
]);
const settingName = z
  .string()
  .regex(/^[a-z0-9_]{1,60}$/)
  .refine((given) => !identity.has(given), "This is no setting.");
export const profileSettings = z.record(settingName, z.string().trim().max(2_000));

/** Of an advanced profile: several commands on lines of their own. */
export const command = z
  .string()
  .trim()
  .min(1, "Enter the command.")
  .max(4_000, "That command is too long.")
  .refine((text) => /\$input(_file)?\$/.test(text), "It has to read $input_file$.")
  .refine((text) => /\$output_file\$?/.test(text), "It has to write $output_file$.");

const extname = z
  .string()
  .trim()
  .regex(/^\.?[A-Za-z0-9]{1,10}$/, "The end of the file's name: .mp4");

const profileFields = { name, title, settings: profileSettings };

/** Guided settings, from a preset. */
const fromPreset = z.object({
  kind: z.literal("preset"),
  presetName: z.string().min(1).max(100),
  ...profileFields,
});
/** The owner's own words to ffmpeg. */
const fromCommand = z.object({ kind: z.literal("command"), command, extname, ...profileFields });
const draft = z.discriminatedUnion("kind", [fromPreset, fromCommand]).superRefine((given, context) => {
  const card = given.kind === "preset" ? findPresetCard(given.presetName) : undefined;
  for (const field of fieldGroupsOf(card).flatMap(({ fields }) => fields)) {
    const fault = faultOf(field, given.settings[field.name] ?? "");
    if (fault) context.addIssue({ code: "custom", path: ["settings", field.name], message: fault });
  }
});
export type ProfileDraft = z.output<typeof draft>;

export const createProfileInput = factoryInput.extend({ draft });
export const saveProfileInput = profileInput.extend({ draft });
export const duplicateProfileInput = profileInput.extend({ name });
export const removeProfileInput = profileInput;
export type CreateProfileInput = z.output<typeof createProfileInput>;
export type SaveProfileInput = z.output<typeof saveProfileInput>;
export type DuplicateProfileInput = z.output<typeof duplicateProfileInput>;

export interface ProfileSummary {
  readonly profileId: string;
  readonly factoryId: string;
  readonly name: string;
  readonly title: string | null;
  readonly presetName: string | null;
  /** Of an advanced profile. */
  readonly command: string | null;
  /** Why its command cannot run, where the service says so before anything is made with it. */
  readonly commandFault: string | null;
  readonly extname: string | null;
  /** Every setting that has a value, as text. */
  readonly settings: Readonly<Record<string, string>>;
  readonly createdAt: string | null;
  readonly updatedAt: string | null;
}
