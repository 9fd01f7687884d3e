"use client";

import { useId } from "react";
import { Choice } from "#components/ui/choice.tsx";
import { cn } from "#components/ui/class-names.ts";
import { Input } from "#components/ui/input.tsx";
import { Switch } from "#components/ui/switch.tsx";
import {
  type FormSettings,
  faultOf,
  type ProfileField,
} from "#lib/features/telestream/schema/profile-fields/field.ts";

export interface ProfileFieldControlProps {
  field: ProfileField;
  settings: FormSettings;
  error: string | undefined;
  disabled: boolean;
  onChange(value: string): void;
}

/** One setting: its name, its value, and beside it what that value does. */
export function ProfileFieldControl({
  field,
  settings,
  error,
  disabled,
  onChange,
}: ProfileFieldControlProps) {
  const id = useId();
  const value = settings[field.name] ?? "";
  const fault = faultOf(field, value) ?? error;
  return (
    <div className="grid items-start gap-x-4 gap-y-1 sm:grid-cols-[9.5rem_13rem_minmax(0,1fr)]">
      <label htmlFor={id} className="text-sm font-medium sm:py-2">
        {field.label}
      </label>
      <Control {...{ id, field, value, disabled, onChange }} isWrong={fault !== undefined} />
      <p
        id={`${id}-effect`}
        className={cn("text-xs text-pretty sm:py-2.5", fault ? "text-failed-text" : "text-muted-foreground")}
      >
        {fault ?? field.effect(value, settings)}
      </p>
    </div>
  );
}

interface ControlProps {
  id: string;
  field: ProfileField;
  value: string;
  disabled: boolean;
  isWrong: boolean;
  onChange(value: string): void;
}

/** A list has no empty choice: this one stands for "not set". */
const unset = "unset";

function Control({ id, field, value, disabled, isWrong, onChange }: ControlProps) {
  const described = { id, "aria-describedby": `${id}-effect` };
  if (field.kind === "switch") {
    return (
      <span className="flex h-9 items-center">
        <Switch
          {...described}
          checked={(value || (field.unset === "off" ? "false" : "true")) !== "false"}
          disabled={disabled}
          onCheckedChange={(isOn) => onChange(isOn ? "true" : "false")}
        />
      </span>
    );
  }
  if (field.kind === "choice") {
    return (
      <Choice
        {...described}
        aria-invalid={isWrong || undefined}
        disabled={disabled}
        value={value || unset}
        options={[{ value: unset, label: "Not set" }, ...(field.options ?? [])]}
        onChange={(chosen) => onChange(chosen === unset ? "" : chosen)}
      />
    );
  }
  return (
    <span className="relative block">
      <Input
        {...described}
        value={value}
        disabled={disabled}
        inputMode={field.kind === "integer" ? "numeric" : field.kind === "number" ? "decimal" : "text"}
        placeholder={field.placeholder}
        aria-invalid={isWrong || undefined}
        spellCheck={false}
        className={cn("tabular", field.unit && "pe-14")}
        onChange={(event) => onChange(event.target.value.trim())}
      />
      {field.unit && (
        <span className="pointer-events-none absolute inset-y-0 end-3 flex items-center text-xs text-muted-foreground">
          {field.unit}
        </span>
      )}
    </span>
  );
}
