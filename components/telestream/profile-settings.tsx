"use client";

import type { PresetCard } from "#lib/features/telestream/schema/presets.ts";
import type { FormSettings } from "#lib/features/telestream/schema/profile-fields/field.ts";
import { fieldGroupsOf } from "#lib/features/telestream/schema/profile-fields.ts";
import { ProfileFieldControl } from "./profile-field.tsx";

export interface ProfileSettingsProps {
  /** Of a profile from a preset; one of a command has none. */
  card: PresetCard | undefined;
  settings: FormSettings;
  errors: Readonly<Record<string, string>>;
  disabled: boolean;
  onChange(settings: FormSettings): void;
}

/** The guided settings, by what they are about. */
export function ProfileSettings({ card, settings, errors, disabled, onChange }: ProfileSettingsProps) {
  return fieldGroupsOf(card).map(({ title, fields }) => (
    <section key={title} aria-label={title} className="grid gap-3">
      <h3 className="border-b pb-2 text-sm font-semibold">{title}</h3>
      {fields.map((field) => (
        <ProfileFieldControl
          key={field.name}
          field={field}
          settings={settings}
          error={errors[`draft.settings.${field.name}`]}
          disabled={disabled}
          onChange={(value) => onChange({ ...settings, [field.name]: value })}
        />
      ))}
    </section>
  ));
}
