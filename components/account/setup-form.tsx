"use client";

import { useEarlySubmit } from "#components/layout/use-early-submit.ts";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { minPasswordLength } from "#lib/domain/password.ts";
import { createOwner } from "#lib/features/account/actions.ts";
import { signInWithPassword } from "#lib/features/account/client.ts";
import { focusFirst } from "./focus-first.ts";
import { FormMessage } from "./form-message.tsx";
import { PasswordInput } from "./password-input.tsx";
import { useForm } from "./use-form.ts";

const readSchema = async () => (await import("#lib/features/account/schema.ts")).createOwnerInput;

/** Makes the owner's account and goes straight on, signed in. */
export function SetupForm() {
  const early = useEarlySubmit();
  const { errors, message, isPending, onSubmit } = useForm({
    schema: readSchema,
    async submit(owner) {
      const created = await createOwner(owner);
      // Someone was faster, or this form was sent twice: the password tells which.
      if (!created.ok && created.error.code !== "conflict") return created.error;
      const answer = await signInWithPassword(owner);
      if (answer !== "signed-in") {
        if (!created.ok) return created.error;
        window.location.assign("/sign-in");
        return undefined;
      }
      window.location.assign("/library");
      return undefined;
    },
  });
  return (
    <form {...early} method="post" noValidate onSubmit={onSubmit} className="grid gap-4">
      <Field label="Name" error={errors.name}>
        <Input name="name" autoComplete="name" required ref={focusFirst} />
      </Field>
      <Field label="E-mail" error={errors.email}>
        <Input name="email" type="email" inputMode="email" autoComplete="username" required />
      </Field>
      <Field
        label="Password"
        error={errors.password}
        help={`At least ${minPasswordLength} characters. A few words in a row are good.`}
      >
        <PasswordInput name="password" autoComplete="new-password" required />
      </Field>
      <FormMessage message={message} />
      <Button type="submit" size="lg" pending={isPending}>
        Create the owner account
      </Button>
    </form>
  );
}
