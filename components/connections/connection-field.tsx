"use client";

import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "#components/ui/select.tsx";
import type { ConnectionField as FieldDefinition } from "#lib/domain/connection-form.ts";

export interface ConnectionFieldProps {
  field: FieldDefinition;
  value: string;
  /** The last four characters of the secret kept on the server. */
  hint: string | undefined;
  error: string | undefined;
  onChange(value: string): void;
}

/** One field of a provider's form, by its kind. A secret that is kept shows its last four characters, no more. */
export function ConnectionField({ field, value, hint, error, onChange }: ConnectionFieldProps) {
  const isKept = field.kind === "secret" && hint !== undefined;
  const help = isKept ? `Kept, ending in ${hint || "…"}. Leave empty to keep it.` : field.help;
  return (
    <Field label={field.label} help={help} error={error} optional={field.optional ?? false}>
      {field.kind === "choice" ? (
        <ChoiceControl field={field} value={value} onChange={onChange} />
      ) : (
        <Input
          name={`fields.${field.name}`}
          type={field.kind === "secret" ? "password" : field.kind === "url" ? "url" : "text"}
          className={field.kind === "text" || field.kind === "url" ? "font-mono" : undefined}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          placeholder={isKept ? `•••• ${hint}` : field.placeholder}
          autoComplete={field.kind === "secret" ? "new-password" : "off"}
          autoCapitalize="none"
          spellCheck={false}
          data-1p-ignore
          data-lpignore="true"
        />
      )}
    </Field>
  );
}

interface ChoiceControlProps {
  field: FieldDefinition;
  value: string;
  onChange(value: string): void;
  id?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: boolean;
}

function ChoiceControl({ field, value, onChange, ...control }: ChoiceControlProps) {
  return (
    <Select value={value} onValueChange={onChange}>
      <SelectTrigger {...control}>
        <SelectValue />
      </SelectTrigger>
      <SelectContent>
        {field.options?.map((option) => (
          <SelectItem key={option.value} value={option.value}>
            {option.label}
          </SelectItem>
        ))}
      </SelectContent>
    </Select>
  );
}
