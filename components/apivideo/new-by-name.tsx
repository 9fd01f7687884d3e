"use client";

import { Plus } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";

export interface NewByNameProps {
  label: string;
  placeholder: string;
  name: string;
  error: string | undefined;
  pending: boolean;
  onName: (name: string) => void;
  onCreate: () => void;
}

/** The line above a list that makes another of what it lists: a name is all that is asked. */
export function NewByName({ label, placeholder, name, error, pending, onName, onCreate }: NewByNameProps) {
  return (
    <form
      className="flex max-w-lg items-start gap-2"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onCreate();
      }}
    >
      <Field label={label} error={error} className="flex-1">
        <Input value={name} placeholder={placeholder} onChange={(event) => onName(event.target.value)} />
      </Field>
      <Button type="submit" pending={pending} className="mt-7">
        <Plus aria-hidden="true" />
        Create
      </Button>
    </form>
  );
}
