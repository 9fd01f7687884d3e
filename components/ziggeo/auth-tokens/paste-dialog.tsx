"use client";

import { useRef } from "react";
import { FormMessage } from "#components/account/form-message.tsx";
import { useForm } from "#components/account/use-form.ts";
import { Button } from "#components/ui/button.tsx";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { toast } from "#components/ui/toast.ts";
import { importAuthToken } from "#lib/features/ziggeo/actions/auth-tokens.ts";
import { importAuthTokenInput } from "#lib/features/ziggeo/schema/auth-tokens.ts";

export interface PasteDialogProps {
  readonly connectionId: string;
  onClose(): void;
  onDone(): void;
}

/** A token that was made elsewhere: Ziggeo says what it allows. */
export function PasteDialog({ connectionId, onClose, onDone }: PasteDialogProps) {
  const first = useRef<HTMLInputElement>(null);
  const { errors, message, isPending, onSubmit } = useForm({
    schema: importAuthTokenInput.omit({ connectionId: true }),
    async submit(values) {
      const kept = await importAuthToken({ connectionId, ...values });
      if (!kept.ok) return kept.error;
      toast.success(`“${values.name}” is in the registry.`);
      onDone();
      onClose();
      return undefined;
    },
  });
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        onOpenAutoFocus={(event) => {
          event.preventDefault();
          first.current?.focus();
        }}
      >
        <DialogHeader>
          <DialogTitle>Paste in an auth token</DialogTitle>
          <DialogDescription>
            One that was made elsewhere. It is sealed here and checked at Ziggeo, which says what it allows.
          </DialogDescription>
        </DialogHeader>
        <form method="post" noValidate onSubmit={onSubmit} className="grid gap-4">
          <Field label="Token" error={errors.token}>
            <Input
              ref={first}
              name="token"
              autoComplete="off"
              spellCheck={false}
              className="font-mono text-xs"
            />
          </Field>
          <Field label="Name" error={errors.name} help="For this registry alone: where is it used?">
            <Input name="name" maxLength={80} autoComplete="off" dir="auto" placeholder="Careers page" />
          </Field>
          <FormMessage message={message} />
          <DialogFooter>
            <Button variant="outline" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" pending={isPending}>
              Check and keep it
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
