"use client";

import { useTransition } from "react";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { toast } from "#components/ui/toast.ts";
import { countOf } from "#lib/client/format.ts";
import type { ConnectionSummary } from "#lib/domain/connection.ts";
import { providerNames } from "#lib/domain/provider-id.ts";
import { removeConnection } from "#lib/features/connections/actions.ts";

export interface RemoveConnectionProps {
  connection: ConnectionSummary | undefined;
  onClose(): void;
  onRemoved(): void;
}

/** Names what goes, and that the provider keeps everything. */
export function RemoveConnection({ connection, onClose, onRemoved }: RemoveConnectionProps) {
  const [isPending, startTransition] = useTransition();
  const remove = ({ connectionId, name }: ConnectionSummary) =>
    startTransition(async () => {
      const removed = await removeConnection({ connectionId });
      if (removed.ok) {
        toast.success(`${name} is removed`);
        onRemoved();
      } else toast.error(removed.error.message);
      onClose();
    });
  return (
    <ConfirmDialog
      open={connection !== undefined}
      onOpenChange={(open) => !open && onClose()}
      title={`Remove ${connection?.name ?? "this connection"}?`}
      confirmLabel="Remove connection"
      pending={isPending}
      onConfirm={() => connection && remove(connection)}
    >
      {connection && (
        <>
          <p>
            {connection.assetCount > 0
              ? `${countOf(connection.assetCount, "video")} of it will no longer be listed here`
              : "It has no videos listed here"}
            , and its {Object.keys(connection.secretHints).length > 1 ? "keys are" : "key is"} erased from
            this server.
          </p>
          <p>
            Nothing is deleted at{" "}
            {connection.isLocal ? "the local engine" : providerNames[connection.provider].name}
            {connection.isLocal
              ? ": its files stay on this computer. A removed local connection is not made again by itself."
              : ". Add the connection again and its videos come back."}
          </p>
        </>
      )}
    </ConfirmDialog>
  );
}
