"use client";

import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { toast } from "#components/ui/toast.ts";
import { minPasswordLength } from "#lib/domain/password.ts";
import { changePassword } from "#lib/features/account/actions.ts";
import { signInWithPassword } from "#lib/features/account/client.ts";
import { FormMessage } from "./form-message.tsx";
import { PasswordInput } from "./password-input.tsx";
import { useForm } from "./use-form.ts";

const readSchema = async () => (await import("#lib/features/account/schema.ts")).changePasswordInput;

/** Every session ends with the old password; this browser signs in again with the new one, unnoticed. */
export function PasswordForm({ email }: { email: string }) {
  const { errors, message, isPending, onSubmit } = useForm({
    schema: readSchema,
    async submit(change, form) {
      const changed = await changePassword(change);
      if (!changed.ok) return changed.error;
      form.reset();
      const answer = await signInWithPassword({ email, password: change.newPassword });
      if (answer === "signed-in") toast.success("Password changed. Other browsers are signed out.");
      else window.location.assign("/sign-in?next=/settings");
      return undefined;
    },
  });
  return (
    <form method="post" noValidate onSubmit={onSubmit} className="grid max-w-md gap-4">
      {/* Lets a password manager know whose password this is. */}
      <input type="text" name="username" value={email} autoComplete="username" readOnly hidden />
      <Field label="Current password" error={errors.currentPassword}>
        <PasswordInput name="currentPassword" autoComplete="current-password" required />
      </Field>
      <Field
        label="New password"
        error={errors.newPassword}
        help={`At least ${minPasswordLength} characters. All other browsers are signed out.`}
      >
        <PasswordInput name="newPassword" autoComplete="new-password" required />
      </Field>
      <FormMessage message={message} />
      <Button type="submit" pending={isPending} className="justify-self-start">
        Change password
      </Button>
    </form>
  );
}
