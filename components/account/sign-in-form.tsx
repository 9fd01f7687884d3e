"use client";

import { useState } from "react";
import { useEarlySubmit } from "#components/layout/use-early-submit.ts";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { type SignInAnswer, signInWithPassword, singleSignOnAddress } from "#lib/features/account/client.ts";
import { focusFirst } from "./focus-first.ts";
import { FormMessage } from "./form-message.tsx";
import { PasswordInput } from "./password-input.tsx";
import { useForm } from "./use-form.ts";

const readSchema = async () => (await import("#lib/features/account/schema.ts")).signInInput;

const answers: Record<Exclude<SignInAnswer, "signed-in">, string> = {
  wrong: "That e-mail address and password do not go together.",
  limited: "Too many tries. Wait a quarter of an hour, or use a browser you have signed in with before.",
  unreachable: "The server did not answer. What you typed is still here: try again in a moment.",
};

export interface SignInFormProps {
  /** A path of ours to go to afterwards. */
  next: string;
  /** What the single sign-on button calls its provider; absent when there is none. */
  singleSignOnName: string | undefined;
  /** What went wrong on the way back from single sign-on. */
  notice: string | null;
}

export function SignInForm({ next, singleSignOnName, notice }: SignInFormProps) {
  const early = useEarlySubmit();
  const { errors, message, isPending, onSubmit } = useForm({
    schema: readSchema,
    async submit(credentials, form) {
      const answer = await signInWithPassword(credentials);
      if (answer !== "signed-in") {
        const password = form.elements.namedItem("password");
        if (answer === "wrong" && password instanceof HTMLInputElement) password.select();
        return { message: answers[answer], fields: {} };
      }
      window.location.assign(next);
      return undefined;
    },
  });
  return (
    <div className="grid gap-5">
      <form {...early} method="post" noValidate onSubmit={onSubmit} className="grid gap-4">
        <Field label="E-mail" error={errors.email}>
          <Input
            name="email"
            type="email"
            inputMode="email"
            autoComplete="username"
            required
            ref={focusFirst}
          />
        </Field>
        <Field label="Password" error={errors.password}>
          <PasswordInput name="password" autoComplete="current-password" required />
        </Field>
        <FormMessage message={message ?? notice} />
        <Button type="submit" size="lg" pending={isPending}>
          Sign in
        </Button>
      </form>
      {singleSignOnName && <SingleSignOn name={singleSignOnName} next={next} />}
    </div>
  );
}

function SingleSignOn({ name, next }: { name: string; next: string }) {
  const [isPending, setPending] = useState(false);
  const [message, setMessage] = useState<string | null>(null);
  async function leave() {
    setPending(true);
    setMessage(null);
    try {
      window.location.assign(await singleSignOnAddress(next));
    } catch {
      setMessage(`${name} could not be reached. Sign in with your password, or try again.`);
      setPending(false);
    }
  }
  return (
    <div className="grid gap-4">
      <p className="flex items-center gap-3 text-xs text-muted-foreground before:h-px before:flex-1 before:bg-border after:h-px after:flex-1 after:bg-border">
        or
      </p>
      <Button variant="outline" size="lg" pending={isPending} onClick={leave}>
        Continue with {name}
      </Button>
      <FormMessage message={message} />
    </div>
  );
}
