"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { toast } from "#components/ui/toast.ts";
import { countOf, formatBytes } from "#lib/client/format.ts";
import { deleteFiles, tryDeletion } from "#lib/features/stupeflix/actions.ts";
import type { Deletion, FileChoice } from "#lib/features/stupeflix/schema/storage.ts";

interface Asked {
  readonly choice: FileChoice;
  readonly would: Deletion;
}

/** A deletion is first tried without deleting; what it would take is in the button that does it. */
export function useDeletion(connectionId: string, onDone?: () => void) {
  const router = useRouter();
  const [asked, setAsked] = useState<Asked>();
  const [isOpen, setOpen] = useState(false);
  const [isPending, startTransition] = useTransition();
  const ask = (choice: FileChoice) =>
    startTransition(async () => {
      const tried = await tryDeletion({ connectionId, choice });
      if (!tried.ok) toast.error(tried.error.message);
      else if (tried.value.count === 0) toast.success("There is no such file: nothing to delete.");
      else {
        setAsked({ choice, would: tried.value });
        setOpen(true);
      }
    });
  const confirm = () =>
    startTransition(async () => {
      if (!asked) return;
      const gone = await deleteFiles({ connectionId, choice: asked.choice });
      if (gone.ok) {
        toast.success(`${toWords(gone.value)} deleted.`);
        onDone?.();
        router.refresh();
      } else toast.error(gone.error.message);
      setOpen(false);
    });
  const dialog = asked && (
    <ConfirmDialog
      open={isOpen}
      onOpenChange={setOpen}
      title={`Delete ${countOf(asked.would.count, "file")}?`}
      confirmLabel={`Delete ${toWords(asked.would)}`}
      pending={isPending}
      onConfirm={confirm}
    >
      <p>Addresses of these files answer nothing any more, wherever they are used. This cannot be undone.</p>
    </ConfirmDialog>
  );
  return { ask, dialog, isPending };
}

/** "3 files, 1.2 MB" */
const toWords = ({ count, sizeBytes }: Deletion) => `${countOf(count, "file")}, ${formatBytes(sizeBytes)}`;
