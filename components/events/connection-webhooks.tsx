"use client";

import { Copy, Pencil, Plus, Trash2 } from "lucide-react";
import { Age } from "#components/ui/age.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Banner } from "#components/ui/banner.tsx";
import { Button } from "#components/ui/button.tsx";
import { Link } from "#components/ui/link.tsx";
import { ProviderMonogram } from "#components/ui/provider-monogram.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";
import { toast } from "#components/ui/toast.ts";
import { countOf, formatCount } from "#lib/client/format.ts";
import { providerNames } from "#lib/domain/provider-id.ts";
import type { ConnectionWebhooks, WebhookSummary } from "#lib/features/inbox/schema.ts";
import { ConnectInbox } from "./connect-inbox.tsx";
import { DeliveryLine, isUnwell } from "./delivery-line.tsx";

export interface ConnectionWebhooksCardProps {
  connection: ConnectionWebhooks;
  canManage: boolean;
  /** Without a webhook: a new one. */
  onEdit(webhook?: WebhookSummary): void;
  onRemove(webhook: WebhookSummary): void;
  onChanged(): void;
}

/** One account: what came from it, and whom it tells. */
export function ConnectionWebhooksCard({
  connection,
  canManage,
  onEdit,
  onRemove,
  onChanged,
}: ConnectionWebhooksCardProps) {
  const { connectionId, connectionName, provider, webhooks, callbacks, events, problem } = connection;
  const hasWebhooks = events.length > 0;
  return (
    <section aria-label={connectionName} className="rounded-lg border bg-card">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b px-4 py-3">
        <ProviderMonogram provider={provider} named />
        <h2 className="min-w-0 text-base font-semibold [overflow-wrap:anywhere]">{connectionName}</h2>
        <Received connection={connection} />
        {canManage && hasWebhooks && (
          <Button variant="outline" className="ms-auto" onClick={() => onEdit()}>
            <Plus aria-hidden="true" />
            Webhook
          </Button>
        )}
      </header>
      <div className="grid gap-3 p-4">
        {problem !== null && <Banner>{problem}</Banner>}
        <ConnectInbox connection={connection} canManage={canManage} onChanged={onChanged} />
        {webhooks.length > 0 && (
          <ul className="grid divide-y rounded-md border">
            {webhooks.map((webhook) => (
              <WebhookRow
                key={`${webhook.providerWebhookId} ${webhook.url}`}
                webhook={webhook}
                hasLog={connection.hasLog}
                canManage={canManage}
                onEdit={() => onEdit(webhook)}
                onRemove={() => onRemove(webhook)}
              />
            ))}
          </ul>
        )}
        {hasWebhooks && webhooks.length === 0 && problem === null && (
          <p className="text-sm text-muted-foreground">
            {connection.canList
              ? `${providerNames[provider].name} tells nobody yet.`
              : `${providerNames[provider].name} cannot say which webhooks it has. Those made here are listed here.`}
          </p>
        )}
        {!hasWebhooks && problem === null && (
          <p className="text-sm text-pretty text-soft-foreground">
            Stupeflix has no webhooks of its own: each task names the addresses that hear of its end. Use the
            address above as <code className="text-xs">url_callback</code> and{" "}
            <code className="text-xs">url_errback</code>.
          </p>
        )}
        {callbacks.length > 0 && (
          <ul aria-label="Called back within a week" className="grid divide-y rounded-md border">
            {callbacks.map(({ url, isOurs, health }) => (
              <li key={url} className="flex items-start gap-x-3 px-3 py-2.5">
                <StatusMark status={isUnwell(health) ? "degraded" : "ready"} className="mt-1" />
                <div className="min-w-0 flex-1">
                  <p className="text-sm font-medium [overflow-wrap:anywhere]">
                    {isOurs ? "This dashboard’s inbox" : url}
                  </p>
                  <DeliveryLine health={health} />
                </div>
              </li>
            ))}
          </ul>
        )}
        <p className="text-sm">
          <Link
            href={`/events?connection=${encodeURIComponent(connectionId)}`}
            className="text-muted-foreground underline-offset-4 hover:text-foreground hover:underline"
          >
            Its events
          </Link>
        </p>
      </div>
    </section>
  );
}

function Received({ connection: { lastEventAt, received } }: { connection: ConnectionWebhooks }) {
  if (lastEventAt === null)
    return <span className="text-sm text-muted-foreground">Nothing received yet</span>;
  return (
    <span className="flex flex-wrap items-center gap-x-2 text-sm text-muted-foreground tabular">
      <StatusMark status={received.unwell > 0 ? "degraded" : "ready"} />
      <span>
        last event <Age since={lastEventAt} />
      </span>
      <span>· {countOf(received.total, "event")} in a day</span>
      {received.unwell > 0 && (
        <span className="text-degraded-text">· {formatCount(received.unwell)} failed or refused</span>
      )}
    </span>
  );
}

interface WebhookRowProps {
  webhook: WebhookSummary;
  hasLog: boolean;
  canManage: boolean;
  onEdit(): void;
  onRemove(): void;
}

function WebhookRow({ webhook, hasLog, canManage, onEdit, onRemove }: WebhookRowProps) {
  const { url, events, destination, isOurs, state, reason, health } = webhook;
  const shown = isOurs ? "This dashboard’s inbox" : url;
  return (
    <li className="flex flex-wrap items-start gap-x-3 gap-y-2 px-3 py-2.5">
      <StatusMark
        status={
          state === "pending"
            ? "queued"
            : state === "failed"
              ? "failed"
              : isUnwell(health)
                ? "degraded"
                : "ready"
        }
        className="mt-1"
      />
      <div className="min-w-0 flex-1 basis-56">
        <p className="text-sm font-medium [overflow-wrap:anywhere]">
          {shown}
          {destination && <span className="font-normal text-muted-foreground"> · {destination.name}</span>}
        </p>
        {state === "pending" && (
          <p className="text-xs text-muted-foreground">
            Not active yet: the provider still has to ask this address.
          </p>
        )}
        {reason !== null && <p className="text-xs text-failed-text">{reason}</p>}
        {state === "active" && hasLog && <DeliveryLine health={health} />}
        {state === "active" && !hasLog && !isOurs && (
          <p className="text-xs text-muted-foreground">The provider does not say how its deliveries went.</p>
        )}
        <p className="mt-1 flex flex-wrap gap-1">
          {events.length === 0 && (
            <span className="text-xs text-muted-foreground">No events: it stays silent.</span>
          )}
          {events.map((event) => (
            <Badge key={event} className="font-mono">
              {event}
            </Badge>
          ))}
        </p>
      </div>
      {canManage && (
        <div className="ms-auto flex gap-1">
          {!isOurs && (
            <Button
              variant="ghost"
              size="icon-sm"
              aria-label={`Copy ${url}`}
              title="Copy the address"
              onClick={() =>
                void navigator.clipboard.writeText(url).then(
                  () => toast.success("Copied."),
                  () => toast.error("The browser did not let us copy."),
                )
              }
            >
              <Copy aria-hidden="true" />
            </Button>
          )}
          <Button variant="ghost" size="icon-sm" aria-label={`Edit ${shown}`} title="Edit" onClick={onEdit}>
            <Pencil aria-hidden="true" />
          </Button>
          <Button
            variant="ghost"
            size="icon-sm"
            aria-label={`Remove ${shown}`}
            title="Remove"
            onClick={onRemove}
          >
            <Trash2 aria-hidden="true" />
          </Button>
        </div>
      )}
    </li>
  );
}
