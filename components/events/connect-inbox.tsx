"use client";

import { Check, Copy, Link2, Send } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Button } from "#components/ui/button.tsx";
import { toast } from "#components/ui/toast.ts";
import { connectInbox } from "#lib/features/inbox/actions.ts";
import type { ConnectionWebhooks } from "#lib/features/inbox/schema.ts";
import { usualEvents } from "./event-meanings.ts";

export interface ConnectInboxProps {
  connection: ConnectionWebhooks;
  canManage: boolean;
  onChanged(): void;
}

/** Points the provider at this dashboard with one click, and proves that the way here works. */
export function ConnectInbox({ connection, canManage, onChanged }: ConnectInboxProps) {
  const { connectionId, provider, events, webhooks, destinations, inboxUrl, isReachable } = connection;
  const [isConnecting, startConnecting] = useTransition();
  const [isTesting, setTesting] = useState(false);
  const router = useRouter();

  if (!isReachable) {
    return (
      <p className="text-sm text-pretty text-soft-foreground">
        This provider cannot reach the dashboard: <code className="text-xs">PUBLIC_URL</code> is not set, so
        regular polling keeps its videos true. Set it to the address this dashboard has from outside, and
        start again.
      </p>
    );
  }
  const ours = webhooks.filter(({ isOurs }) => isOurs);
  const missing = destinations.filter(
    ({ destinationId }) => !ours.some((each) => each.destination?.destinationId === destinationId),
  );
  const isConnected = ours.length > 0 && missing.length === 0;
  /** A factory tells one address only: another's stays until somebody edits it. */
  const free = missing.filter(
    ({ destinationId }) => !webhooks.some((each) => each.destination?.destinationId === destinationId),
  );
  const targets: (string | undefined)[] =
    destinations.length > 0
      ? free.map(({ destinationId }) => destinationId)
      : ours.length > 0
        ? []
        : [undefined];

  const connect = () =>
    startConnecting(async () => {
      for (const destinationId of targets) {
        const made = await connectInbox({
          connectionId,
          events: usualEvents(provider, events),
          ...(destinationId === undefined ? {} : { destinationId }),
        });
        if (!made.ok) {
          toast.error(made.error.message);
          return onChanged();
        }
      }
      toast.success("Its events come to the inbox from now on.");
      onChanged();
    });
  const test = async () => {
    setTesting(true);
    const { postTestEvent } = await import("./post-test-event.ts");
    const sent = await postTestEvent(connectionId);
    setTesting(false);
    if ("eventId" in sent) router.push(`/events?event=${encodeURIComponent(sent.eventId)}`);
    else toast.error(sent.message, { duration: 10_000 });
  };
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(inboxUrl ?? "");
      toast.success("Copied. Whoever knows this address can put events into the inbox.");
    } catch {
      toast.error("The browser did not let us copy.");
    }
  };
  return (
    <div className="flex flex-wrap items-center gap-2">
      {isConnected ? (
        <span className="flex items-center gap-1.5 text-sm text-soft-foreground">
          <Check className="size-4 text-ready-text" aria-hidden="true" />
          Its events come to this dashboard.
        </span>
      ) : (
        canManage &&
        events.length > 0 &&
        targets.length > 0 && (
          <Button onClick={connect} pending={isConnecting}>
            <Link2 aria-hidden="true" />
            {targets.length > 1 ? `Connect ${targets.length} factories to the inbox` : "Connect to the inbox"}
          </Button>
        )
      )}
      <Button variant="outline" onClick={() => void test()} pending={isTesting}>
        <Send aria-hidden="true" />
        Send a test event
      </Button>
      {inboxUrl !== null && (
        <Button variant="ghost" onClick={() => void copy()}>
          <Copy aria-hidden="true" />
          Copy the inbox’s address
        </Button>
      )}
    </div>
  );
}
