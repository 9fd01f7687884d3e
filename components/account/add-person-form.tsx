"use client";

import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { toast } from "#components/ui/toast.ts";
import { addPerson } from "#lib/features/account/actions.ts";
import { FormMessage } from "./form-message.tsx";
import { PasswordInput } from "./password-input.tsx";
import { useForm } from "./use-form.ts";

const readSchema = async () => (await import("#lib/features/account/schema.ts")).addPersonInput;

const choices = [
  { role: "editor", label: "Editor", can: "uploads, edits and deletes videos" },
  { role: "viewer", label: "Viewer", can: "looks and downloads" },
] as const;

/** Adds someone with a first password, which the owner hands them outside of Reelyard. */
export function AddPersonForm() {
  const { errors, message, isPending, onSubmit } = useForm({
    schema: readSchema,
    async submit(person, form) {
      const added = await addPerson(person);
      if (!added.ok) return added.error;
      form.reset();
      toast.success(`${person.name} can sign in now`);
      return undefined;
    },
  });
  return (
    <form method="post" noValidate onSubmit={onSubmit} className="grid max-w-md gap-4">
      <Field label="Name" error={errors.name}>
        <Input name="name" autoComplete="off" required />
      </Field>
      <Field label="E-mail" error={errors.email}>
        <Input name="email" type="email" autoComplete="off" required />
      </Field>
      <fieldset className="grid gap-1.5">
        <legend className="mb-1.5 text-sm font-medium">Role</legend>
        {choices.map(({ role, label, can }, index) => (
          <label key={role} className="flex items-center gap-2 text-sm">
            <input
              type="radio"
              name="role"
              value={role}
              defaultChecked={index === 0}
              className="accent-selected"
            />
            <span>
              <span className="font-medium">{label}</span>{" "}
              <span className="text-muted-foreground">{can}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <Field
        label="First password"
        error={errors.password}
        help="Hand it to them yourself; they change it in their settings."
      >
        <PasswordInput name="password" autoComplete="new-password" required />
      </Field>
      <FormMessage message={message} />
      <Button type="submit" pending={isPending} className="justify-self-start">
        Add person
      </Button>
    </form>
  );
}
