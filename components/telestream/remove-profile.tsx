"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { toast } from "#components/ui/toast.ts";
import { removeProfile } from "#lib/features/telestream/actions.ts";
import type { ProfileSummary } from "#lib/features/telestream/schema/profile.ts";
import { telestreamHrefs } from "./hrefs.ts";

export interface RemoveProfileProps {
  connectionId: string;
  profile: ProfileSummary;
  onClose(): void;
}

/** Asks before a profile goes, and says what stays. */
export function RemoveProfile({ connectionId, profile, onClose }: RemoveProfileProps) {
  const router = useRouter();
  const [isPending, setPending] = useState(false);
  const { factoryId, profileId, name } = profile;
  const remove = async () => {
    setPending(true);
    try {
      const removed = await removeProfile({ connectionId, factoryId, profileId });
      if (removed.ok) {
        toast.success(`${name} is deleted`);
        router.push(telestreamHrefs(connectionId).profiles(factoryId));
        router.refresh();
      } else toast.error(removed.error.message);
    } catch {
      toast.error("Reelyard did not answer. Look before you try again.");
    } finally {
      setPending(false);
      onClose();
    }
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Delete the profile ${name}?`}
      confirmLabel="Delete profile"
      cancelLabel="Keep it"
      pending={isPending}
      onConfirm={() => void remove()}
    >
      <p>Nothing can be made with it any more. What was made with it stays and plays.</p>
      <p>Uploads that still name it will fail for that name.</p>
    </ConfirmDialog>
  );
}
