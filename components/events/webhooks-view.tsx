"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Webhook } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";
import { webhooksQuery } from "#lib/features/inbox/client.ts";
import type { ConnectionWebhooks, WebhookSummary } from "#lib/features/inbox/schema.ts";
import { ConnectionWebhooksCard } from "./connection-webhooks.tsx";

const WebhookDialog = dynamic(() => import("./webhook-dialog.tsx").then((module) => module.WebhookDialog), {
  ssr: false,
});
const RemoveWebhook = dynamic(() => import("./remove-webhook.tsx").then((module) => module.RemoveWebhook), {
  ssr: false,
});

export interface Chosen {
  readonly connection: ConnectionWebhooks;
  /** Absent to make a new one. */
  readonly webhook?: WebhookSummary;
}

/** Whom every provider tells what, in one place. */
export function WebhooksView({ canManage }: { canManage: boolean }) {
  const overview = useQuery(webhooksQuery());
  const cache = useQueryClient();
  const [edited, setEdited] = useState<Chosen>();
  const [leaving, setLeaving] = useState<Required<Chosen>>();
  const refresh = () => void cache.invalidateQueries({ queryKey: webhooksQuery().queryKey });

  if (overview.isPending) {
    return (
      <div className="grid animate-appear-late gap-4">
        {["one", "two", "three"].map((card) => (
          <Skeleton key={card} className="h-40" />
        ))}
      </div>
    );
  }
  if (overview.error && !overview.data) {
    return (
      <EmptyState
        icon={<StatusMark status="failed" />}
        title="The webhooks could not be read."
        actions={<Button onClick={() => void overview.refetch()}>Try again</Button>}
      >
        {overview.error.message}
      </EmptyState>
    );
  }
  if (overview.data.length === 0) {
    return (
      <EmptyState icon={<Webhook />} title="No connection is active.">
        Webhooks belong to an account. Add a connection, or resume a paused one, and its webhooks are listed
        here.
      </EmptyState>
    );
  }
  return (
    <div className="grid gap-4">
      <p className="max-w-prose text-sm text-pretty text-soft-foreground">
        A webhook is a provider’s promise to tell an address when something happens. What this dashboard is
        told is in the inbox; what others are told is listed with it, and left alone.
      </p>
      {overview.data.map((connection) => (
        <ConnectionWebhooksCard
          key={connection.connectionId}
          connection={connection}
          canManage={canManage}
          onEdit={(webhook) => setEdited(webhook ? { connection, webhook } : { connection })}
          onRemove={(webhook) => setLeaving({ connection, webhook })}
          onChanged={refresh}
        />
      ))}
      {edited && <WebhookDialog {...edited} onClose={() => setEdited(undefined)} onSaved={refresh} />}
      {leaving && <RemoveWebhook {...leaving} onClose={() => setLeaving(undefined)} onRemoved={refresh} />}
    </div>
  );
}
