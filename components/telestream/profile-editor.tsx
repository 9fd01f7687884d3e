"use client";

import { ChevronLeft, Copy, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { DraftForm } from "#components/forms/draft-form.tsx";
import { SaveBar } from "#components/forms/save-bar.tsx";
import { useDraft } from "#components/forms/use-draft.ts";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input, Textarea } from "#components/ui/input.tsx";
import { Link } from "#components/ui/link.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";
import { createProfile, saveProfile } from "#lib/features/telestream/actions.ts";
import type { PresetCard } from "#lib/features/telestream/schema/presets.ts";
import type { ProfileSummary } from "#lib/features/telestream/schema/profile.ts";
import type { FormSettings } from "#lib/features/telestream/schema/profile-fields/field.ts";
import { CommandVariables } from "./command-variables.tsx";
import { telestreamHrefs } from "./hrefs.ts";

const CommandPreview = dynamic(() => import("./command-preview.tsx").then((file) => file.CommandPreview));
const ProfileSettings = dynamic(() => import("./profile-settings.tsx").then((file) => file.ProfileSettings));
const DuplicateProfile = dynamic(
  () => import("./duplicate-profile.tsx").then((file) => file.DuplicateProfile),
  { ssr: false },
);
const RemoveProfile = dynamic(() => import("./remove-profile.tsx").then((file) => file.RemoveProfile), {
  ssr: false,
});

export interface ProfileEditorProps {
  connectionId: string;
  factory: { factoryId: string; name: string };
  /** Of a new one, what it begins with. */
  profile: Omit<ProfileSummary, "profileId"> & { profileId: string | null };
  /** What its preset is, where there is a guided form for it. */
  card: PresetCard | undefined;
  /** What the guided form sets. */
  fieldNames: readonly string[];
  canEdit: boolean;
}

const exampleCommand =
  "ffmpeg -i $input_file$ -c:v libx264 $video_bitrate$ $fps$ $filters$ -c:a aac $audio_bitrate$ -y $output_file$";

/** A profile as a form: what each setting does in words at its side, and the command that comes of it, as one types. */
export function ProfileEditor(props: ProfileEditorProps) {
  const { connectionId, factory, profile, card, fieldNames, canEdit } = props;
  const router = useRouter();
  const [asked, setAsked] = useState<"copy" | "remove">();
  const { factoryId } = factory;
  const { profileId } = profile;
  const isCommand = profile.presetName === null;
  const hrefs = telestreamHrefs(connectionId);
  const guided: FormSettings = Object.fromEntries(
    fieldNames.map((name) => [name, profile.settings[name] ?? ""]),
  );
  const draft = useDraft(
    {
      name: profile.name,
      title: profile.title ?? "",
      command: profile.command ?? exampleCommand,
      extname: profile.extname ?? ".mp4",
      settings: guided,
    },
    {
      schema: async () => {
        const { createProfileInput, saveProfileInput } = await import(
          "#lib/features/telestream/schema/profile.ts"
        );
        return profileId === null ? createProfileInput : saveProfileInput;
      },
      toInput: ({ command, extname, ...common }) => ({
        connectionId,
        factoryId,
        ...(profileId !== null && { profileId }),
        draft: isCommand
          ? { kind: "command", command, extname, ...common }
          : { kind: "preset", presetName: profile.presetName, ...common },
      }),
      save: profileId === null ? createProfile : saveProfile,
      done: profileId === null ? "Profile created" : "Profile saved",
      onSaved: () => profileId === null && router.push(hrefs.profiles(factoryId)),
    },
  );
  const { values, set, errors } = draft;
  return (
    <DraftForm draft={draft} className="grid max-w-6xl grid-cols-[minmax(0,1fr)] gap-6">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Link
          href={hrefs.profiles(factoryId)}
          className="flex items-center gap-1 text-sm text-muted-foreground hover:text-foreground"
        >
          <ChevronLeft className="size-4 rtl:rotate-180" aria-hidden="true" />
          Profiles of {factory.name}
        </Link>
        <h2 className="min-w-0 flex-1 font-mono text-lg font-semibold break-all max-sm:order-last max-sm:basis-full">
          {profileId === null ? `New ${card?.title ?? "command"}` : profile.name}
        </h2>
        {profileId !== null && canEdit && (
          <span className="ms-auto flex gap-2">
            <Button variant="outline" onClick={() => setAsked("copy")}>
              <Copy aria-hidden="true" />
              Duplicate
            </Button>
            <Button
              variant="outline"
              size="icon"
              aria-label="Delete profile"
              title="Delete profile"
              onClick={() => setAsked("remove")}
            >
              <Trash2 aria-hidden="true" />
            </Button>
          </span>
        )}
      </header>
      <div className="grid items-start gap-x-10 gap-y-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,26rem)]">
        <fieldset disabled={!canEdit} className="grid min-w-0 gap-8">
          <legend className="sr-only">Settings</legend>
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label="Name" error={errors["draft.name"]} help="What uploads and webhooks call it.">
              <Input
                value={values.name}
                spellCheck={false}
                className="font-mono"
                onChange={(event) => set({ name: event.target.value })}
              />
            </Field>
            <Field label="Title" optional error={errors["draft.title"]} help="What people read.">
              <Input value={values.title} onChange={(event) => set({ title: event.target.value })} />
            </Field>
          </div>
          {isCommand && (
            <div className="grid gap-4">
              <Field
                label="Command"
                error={errors["draft.command"]}
                help="One command a line: ffmpeg or qt-faststart. No shell reads it; a word that is not allowed fails the encoding and is named."
              >
                <Textarea
                  value={values.command}
                  spellCheck={false}
                  className="min-h-36 font-mono text-xs leading-5"
                  onChange={(event) => set({ command: event.target.value })}
                />
              </Field>
              {profile.commandFault && values.command === profile.command && (
                <p className="flex items-start gap-2 text-sm text-pretty text-degraded-text">
                  <StatusMark status="degraded" className="mt-[3px]" />
                  It cannot run: {profile.commandFault}
                </p>
              )}
              <Field label="File name ends in" error={errors["draft.extname"]} className="max-w-40">
                <Input
                  value={values.extname}
                  spellCheck={false}
                  className="font-mono"
                  onChange={(event) => set({ extname: event.target.value })}
                />
              </Field>
            </div>
          )}
          {(card || isCommand) && (
            <ProfileSettings
              card={card}
              settings={values.settings}
              errors={errors}
              disabled={!canEdit}
              onChange={(settings) => set({ settings })}
            />
          )}
          {!isCommand && !card && (
            <p className="text-sm text-pretty text-soft-foreground">
              The preset <code>{profile.presetName}</code> has no guided form here. Its settings are kept as
              they are.
            </p>
          )}
          {canEdit && (
            <SaveBar
              label={profileId === null ? "Create profile" : "Save profile"}
              isChanged={draft.isChanged || profileId === null}
              isPending={draft.isPending}
              message={draft.message ?? errors.profileId ?? null}
              onReset={draft.reset}
            />
          )}
        </fieldset>
        <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4 lg:sticky lg:top-16">
          {(card || isCommand) && (
            <CommandPreview
              card={card}
              sketch={{
                connectionId,
                factoryId,
                presetName: isCommand ? null : profile.presetName,
                ...(isCommand && { command: values.command, extname: values.extname }),
                settings: values.settings,
              }}
            />
          )}
          {isCommand && <CommandVariables />}
        </div>
      </div>
      {asked === "copy" && profileId !== null && (
        <DuplicateProfile
          connectionId={connectionId}
          profile={{ ...profile, profileId }}
          onClose={() => setAsked(undefined)}
        />
      )}
      {asked === "remove" && profileId !== null && (
        <RemoveProfile
          connectionId={connectionId}
          profile={{ ...profile, profileId }}
          onClose={() => setAsked(undefined)}
        />
      )}
    </DraftForm>
  );
}
