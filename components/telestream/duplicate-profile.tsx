"use client";

import { useRouter } from "next/navigation";
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
import { duplicateProfile } from "#lib/features/telestream/actions.ts";
import { duplicateProfileInput, type ProfileSummary } from "#lib/features/telestream/schema/profile.ts";
import { telestreamHrefs } from "./hrefs.ts";

export interface DuplicateProfileProps {
  connectionId: string;
  profile: ProfileSummary;
  onClose(): void;
}

/** Asks for the copy's name, and leads to it. */
export function DuplicateProfile({ connectionId, profile, onClose }: DuplicateProfileProps) {
  const router = useRouter();
  const { factoryId, profileId } = profile;
  const { errors, message, isPending, onSubmit } = useForm({
    schema: duplicateProfileInput.pick({ name: true }),
    async submit({ name }) {
      const made = await duplicateProfile({ connectionId, factoryId, profileId, name });
      if (!made.ok) return made.error;
      onClose();
      router.push(telestreamHrefs(connectionId).profile(factoryId, made.value.profileId));
      return undefined;
    },
  });
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>Duplicate {profile.name}</DialogTitle>
          <DialogDescription>
            Every setting of it comes along, also those without a field here.
          </DialogDescription>
        </DialogHeader>
        <form method="post" noValidate onSubmit={onSubmit} className="grid gap-4">
          <Field
            label="Name of the copy"
            error={errors.name}
            help="Unique in its factory; no commas, no spaces."
          >
            <Input name="name" defaultValue={`${profile.name}-copy`} spellCheck={false} autoFocus />
          </Field>
          <FormMessage message={message} />
          <DialogFooter>
            <Button variant="outline" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" pending={isPending}>
              Duplicate
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
