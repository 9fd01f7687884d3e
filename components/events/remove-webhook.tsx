"use client";

import { useTransition } from "react";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { toast } from "#components/ui/toast.ts";
import { removeWebhook } from "#lib/features/inbox/actions.ts";
import type { ConnectionWebhooks, WebhookSummary } from "#lib/features/inbox/schema.ts";

export interface RemoveWebhookProps {
  connection: ConnectionWebhooks;
  webhook: WebhookSummary;
  onClose(): void;
  onRemoved(): void;
}

/** Names who will hear nothing more. */
export function RemoveWebhook({ connection, webhook, onClose, onRemoved }: RemoveWebhookProps) {
  const [isPending, startTransition] = useTransition();
  const { connectionId, connectionName } = connection;
  const { providerWebhookId, url, isOurs } = webhook;
  const remove = () =>
    startTransition(async () => {
      const removed = await removeWebhook({ connectionId, providerWebhookId, url });
      if (removed.ok) {
        toast.success("The webhook is removed.");
        onRemoved();
      } else toast.error(removed.error.message);
      onClose();
    });
  return (
    <ConfirmDialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title="Remove this webhook?"
      confirmLabel="Remove webhook"
      pending={isPending}
      onConfirm={remove}
    >
      <p className="[overflow-wrap:anywhere]">
        {connectionName} will no longer tell {isOurs ? "this dashboard" : url}.
      </p>
      <p>
        {isOurs
          ? "Events that came stay in the inbox, and regular polling keeps the library true."
          : "It was not made for this dashboard: whoever listens there hears nothing more."}
      </p>
    </ConfirmDialog>
  );
}
