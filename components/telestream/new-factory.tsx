"use client";

import { useRouter } from "next/navigation";
import { FormMessage } from "#components/account/form-message.tsx";
import { useForm } from "#components/account/use-form.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogContent, DialogFooter, DialogHeader, DialogTitle } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { createFactory } from "#lib/features/telestream/actions.ts";
import { createFactoryInput } from "#lib/features/telestream/schema/factory.ts";
import { telestreamHrefs } from "./hrefs.ts";

/** Asks for the little that a factory needs, and leads to it. */
export function NewFactory({ connectionId, onClose }: { connectionId: string; onClose(): void }) {
  const router = useRouter();
  const { errors, message, isPending, onSubmit } = useForm({
    schema: createFactoryInput.omit({ connectionId: true }),
    async submit(values) {
      const made = await createFactory({ connectionId, ...values });
      if (!made.ok) return made.error;
      router.push(telestreamHrefs(connectionId).factory(made.value.factoryId));
      return undefined;
    },
  });
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent aria-describedby={undefined}>
        <DialogHeader>
          <DialogTitle>New factory</DialogTitle>
        </DialogHeader>
        <form method="post" noValidate onSubmit={onSubmit} className="grid gap-4">
          <Field label="Name" error={errors.name}>
            <Input name="name" autoFocus />
          </Field>
          <Field
            label="Bucket"
            optional
            error={errors.bucket}
            help="Where the service keeps the files. Empty: where the account keeps them."
          >
            <Input name="bucket" spellCheck={false} />
          </Field>
          <FormMessage message={message} />
          <DialogFooter>
            <Button variant="outline" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" pending={isPending}>
              Create factory
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
