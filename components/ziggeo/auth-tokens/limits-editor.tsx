"use client";

import { Choice } from "#components/ui/choice.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { ends, type RulesDraft, usageUnits } from "./rules-draft.ts";

export interface LimitsEditorProps {
  readonly draft: RulesDraft;
  readonly errors: Readonly<Record<string, string>>;
  onChange(changed: Partial<RulesDraft>): void;
}

const endWords = {
  keep: "As it is now",
  never: "Never",
  hour: "In an hour",
  day: "In a day",
  week: "In a week",
  month: "In 30 days",
  year: "In a year",
  custom: "At a moment…",
} as const;

/** How often, how long and until when a token can be used. */
export function LimitsEditor({ draft, errors, onChange }: LimitsEditorProps) {
  const options = ends
    .filter((end) => end !== "keep" || draft.keptEnd !== null)
    .map((end) => ({ value: end, label: endWords[end] }));
  return (
    <div className="grid items-start gap-4 sm:grid-cols-[2fr_3fr]">
      <Field label="Sessions" optional error={errors["rules.sessionLimit"]} help="Empty: any number.">
        <Input
          inputMode="numeric"
          value={draft.sessionLimit}
          onChange={({ target }) => onChange({ sessionLimit: target.value })}
        />
      </Field>
      <div className="grid grid-cols-[minmax(0,1fr)_7rem] items-start gap-2">
        <Field label="Time per session" optional error={errors["rules.usageSeconds"]} help="Empty: no limit.">
          <Input
            inputMode="numeric"
            value={draft.usage}
            onChange={({ target }) => onChange({ usage: target.value })}
          />
        </Field>
        <Choice
          aria-label="Unit of the time per session"
          value={String(draft.usageUnit)}
          options={usageUnits.map(({ value, label }) => ({ value: String(value), label }))}
          onChange={(value) => onChange({ usageUnit: Number(value) })}
          className="mt-[1.625rem]"
        />
      </div>
      <Field label="Ends" error={draft.end === "custom" ? undefined : errors["rules.expiresAt"]}>
        <Choice
          value={draft.end}
          options={options}
          onChange={(value) => {
            const end = ends.find((each) => each === value);
            if (end) onChange({ end });
          }}
        />
      </Field>
      {draft.end === "custom" && (
        <Field label="On" error={errors["rules.expiresAt"]} help="In your time zone.">
          <Input
            type="datetime-local"
            value={draft.customEnd}
            onChange={({ target }) => onChange({ customEnd: target.value })}
          />
        </Field>
      )}
    </div>
  );
}
