"use client";

import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { toast } from "#components/ui/toast.ts";
import { updateProfile } from "#lib/features/account/actions.ts";
import { FormMessage } from "./form-message.tsx";
import { useForm } from "./use-form.ts";

const readSchema = async () => (await import("#lib/features/account/schema.ts")).updateProfileInput;

export function ProfileForm({ name, email }: { name: string; email: string }) {
  const { errors, message, isPending, onSubmit } = useForm({
    schema: readSchema,
    async submit(profile) {
      const saved = await updateProfile(profile);
      if (!saved.ok) return saved.error;
      toast.success("Profile saved");
      return undefined;
    },
  });
  return (
    <form method="post" noValidate onSubmit={onSubmit} className="grid max-w-md gap-4">
      <Field label="Name" error={errors.name} help="Shown to others in the audit log.">
        <Input name="name" defaultValue={name} autoComplete="name" required />
      </Field>
      <Field label="E-mail" error={errors.email} help="What you sign in with.">
        <Input name="email" type="email" defaultValue={email} autoComplete="username" required />
      </Field>
      <FormMessage message={message} />
      <Button type="submit" pending={isPending} className="justify-self-start">
        Save profile
      </Button>
    </form>
  );
}
