"use client";

import { Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useId, useState, useTransition } from "react";
import { DraftForm } from "#components/forms/draft-form.tsx";
import { SaveBar } from "#components/forms/save-bar.tsx";
import { SwitchRow } from "#components/forms/switch-row.tsx";
import { useDraft } from "#components/forms/use-draft.ts";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { toast } from "#components/ui/toast.ts";
import { playerColours, playerSwitches } from "#lib/domain/player-theme.ts";
import { removeLogo, saveTheme } from "#lib/features/apivideo/actions.ts";
import {
  type PlayerTheme,
  saveThemeInput,
  type ThemeColour,
  type ThemeSwitch,
} from "#lib/features/apivideo/schema/themes.ts";
import { PictureButton } from "./picture-button.tsx";
import { sendPicture } from "./send-picture.ts";
import { formatColour, parseColour } from "./theme-colour.ts";
import { ThemePreview } from "./theme-preview.tsx";

export interface ThemeEditorProps {
  connectionId: string;
  theme: PlayerTheme;
}

const colourNames: Readonly<Record<ThemeColour, string>> = {
  text: "Text",
  link: "Buttons",
  linkHover: "Buttons under the pointer",
  linkActive: "Buttons that are pressed",
  trackPlayed: "Time bar, played",
  trackUnplayed: "Time bar, loaded",
  trackBackground: "Time bar, behind",
  backgroundTop: "Shade behind the title",
  backgroundBottom: "Shade behind the controls",
  backgroundText: "Shade behind texts",
};
const switchWords: Readonly<Record<ThemeSwitch, { label: string; help: string }>> = {
  enableApi: { label: "Pages may drive it", help: "On, the page around the player can start and stop it." },
  enableControls: { label: "Controls", help: "Off, viewers cannot stop or seek." },
  forceAutoplay: { label: "Starts by itself", help: "On, it begins muted: browsers allow nothing else." },
  hideTitle: { label: "Hide the title", help: "On, the video’s title is not shown over the picture." },
  forceLoop: { label: "Begins again", help: "On, it plays again and again." },
};

/** Colours, manners and logo of a player, beside what they come to. */
export function ThemeEditor({ connectionId, theme }: ThemeEditorProps) {
  const { playerId, name, colours, switches } = theme;
  const draft = useDraft(
    { name, colours, switches },
    {
      schema: saveThemeInput,
      toInput: (values) => ({ connectionId, playerId, ...values }),
      save: saveTheme,
      done: "Saved",
    },
  );
  const { values, set, errors } = draft;
  const preview = (
    <div className="overflow-hidden rounded-lg border">
      <ThemePreview theme={{ ...values, logoUrl: theme.logoUrl }} title={values.name} />
    </div>
  );
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
      {/* Where there is no room beside the form, what is changed is seen above it. */}
      <div className="max-w-lg lg:hidden">{preview}</div>
      <DraftForm draft={draft} aria-label="Player theme" className="grid gap-6">
        <Field label="Name" error={errors.name} className="max-w-lg">
          <Input value={values.name} dir="auto" onChange={(event) => set({ name: event.target.value })} />
        </Field>
        <fieldset className="grid gap-2">
          <legend className="mb-2 text-sm font-semibold">Colours</legend>
          <p className="text-xs text-muted-foreground">Each with how much of it covers the picture.</p>
          <div className="grid gap-x-6 gap-y-2 sm:grid-cols-2">
            {playerColours.map((each) => (
              <ColourField
                key={each}
                label={colourNames[each]}
                value={values.colours[each]}
                onChange={(colour) => set({ colours: { ...values.colours, [each]: colour } })}
              />
            ))}
          </div>
        </fieldset>
        <fieldset className="grid max-w-lg gap-3">
          <legend className="mb-2 text-sm font-semibold">Manners</legend>
          {playerSwitches.map((each) => (
            <SwitchRow
              key={each}
              {...switchWords[each]}
              checked={values.switches[each]}
              onChange={(checked) => set({ switches: { ...values.switches, [each]: checked } })}
            />
          ))}
        </fieldset>
        <SaveBar
          label="Save theme"
          isChanged={draft.isChanged}
          isPending={draft.isPending}
          message={draft.message}
          onReset={draft.reset}
        />
      </DraftForm>
      <div className="grid gap-5 lg:sticky lg:top-4">
        <div className="max-lg:hidden">{preview}</div>
        <Logo connectionId={connectionId} theme={theme} />
      </div>
    </div>
  );
}

function ColourField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange(value: string): void;
}) {
  const id = useId();
  const { hex, opacityPercent } = parseColour(value);
  return (
    <div className="flex items-center gap-2">
      <label htmlFor={id} className="min-w-0 flex-1 text-sm">
        {label}
      </label>
      <input
        id={id}
        type="color"
        value={hex}
        onChange={(event) => onChange(formatColour({ hex: event.target.value, opacityPercent }))}
        className="h-8 w-10 shrink-0 rounded-md border border-border-strong bg-card p-0.5"
      />
      <Input
        type="number"
        min={0}
        max={100}
        aria-label={`${label}: opacity, %`}
        value={opacityPercent}
        className="w-18 shrink-0"
        onChange={(event) => onChange(formatColour({ hex, opacityPercent: event.target.valueAsNumber || 0 }))}
      />
      <span aria-hidden="true" className="text-sm text-muted-foreground">
        %
      </span>
    </div>
  );
}

function Logo({
  connectionId,
  theme: { playerId, logoUrl, logoLink },
}: {
  connectionId: string;
  theme: PlayerTheme;
}) {
  const router = useRouter();
  const [link, setLink] = useState(logoLink ?? "");
  const [error, setError] = useState<string>();
  const [isPending, startTransition] = useTransition();
  const upload = (picture: File) =>
    startTransition(async () => {
      const path = `/api/apivideo/${encodeURIComponent(connectionId)}/players/${encodeURIComponent(playerId)}/logo`;
      const sent = await sendPicture(path, picture, { link });
      if (!sent.ok) return setError(sent.error.fields.link ?? sent.error.message);
      setError(undefined);
      toast.success("The logo is there.");
      router.refresh();
    });
  const remove = () =>
    startTransition(async () => {
      const removed = await removeLogo({ connectionId, playerId });
      if (!removed.ok) return setError(removed.error.message);
      setLink("");
      router.refresh();
    });
  return (
    <section aria-label="Logo" className="grid gap-3">
      <h2 className="text-sm font-semibold">Logo</h2>
      <Field label="Where it leads" error={error} help="The page that opens when the logo is clicked.">
        <Input
          type="url"
          value={link}
          placeholder="https://example.com"
          onChange={(event) => setLink(event.target.value)}
        />
      </Field>
      <div className="flex flex-wrap gap-2">
        <PictureButton accept="image/jpeg,image/png" isPending={isPending} onChoose={upload}>
          {logoUrl === null ? "Add a logo…" : "Change the logo…"}
        </PictureButton>
        {logoUrl !== null && (
          <Button variant="ghost" disabled={isPending} onClick={remove}>
            <Trash2 aria-hidden="true" />
            Remove
          </Button>
        )}
      </div>
    </section>
  );
}
