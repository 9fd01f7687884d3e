"use client";

import { Send } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Choice } from "#components/ui/choice.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";
import { testNotification } from "#lib/features/telestream/actions.ts";
import type { NotificationTest } from "#lib/features/telestream/schema/factory.ts";
import {
  type NotificationEventName,
  notificationEventNames,
} from "#lib/features/telestream/schema/notification-events.ts";
import { eventWords } from "./notification-words.ts";

export interface TestNotificationProps {
  connectionId: string;
  factoryId: string;
  /** As the form has it, saved or not. */
  url: string;
  sendsPayload: boolean;
}

/** Sends one notification now, from this server, the way the service would, and shows what came of it. */
export function TestNotification({ connectionId, factoryId, url, sendsPayload }: TestNotificationProps) {
  const [event, setEvent] = useState<NotificationEventName>("video_encoded");
  const [isPending, setPending] = useState(false);
  const [outcome, setOutcome] = useState<NotificationTest | { failure: string }>();

  async function send() {
    setPending(true);
    setOutcome(undefined);
    try {
      const sent = await testNotification({ connectionId, factoryId, url, event, sendsPayload });
      setOutcome(sent.ok ? sent.value : { failure: sent.error.message });
    } catch {
      setOutcome({ failure: "Reelyard did not answer. Try again." });
    } finally {
      setPending(false);
    }
  }

  return (
    <section aria-label="Test the address" className="grid gap-3 rounded-lg border bg-card p-3">
      <div className="flex flex-wrap items-center gap-2">
        <Choice
          aria-label="Event to send"
          className="h-8 w-48"
          value={event}
          options={notificationEventNames.map((name) => ({ value: name, label: eventWords[name].label }))}
          onChange={(value) =>
            setEvent(notificationEventNames.find((name) => name === value) ?? "video_encoded")
          }
        />
        <Button
          variant="outline"
          disabled={url.trim() === ""}
          pending={isPending}
          onClick={() => void send()}
        >
          {!isPending && <Send aria-hidden="true" />}
          Send a test
        </Button>
      </div>
      <p className="text-xs text-pretty text-muted-foreground">
        Sent once by this server to the address above, in the service’s own form. Saving is not needed for it.
      </p>
      <div role="status" className="empty:hidden">
        {outcome && "failure" in outcome && (
          <p className="flex items-start gap-2 text-sm text-failed-text">
            <StatusMark status="failed" className="mt-[3px]" />
            {outcome.failure}
          </p>
        )}
        {outcome && !("failure" in outcome) && <Outcome outcome={outcome} />}
      </div>
    </section>
  );
}

function Outcome({ outcome }: { outcome: NotificationTest }) {
  return (
    <div className="grid gap-2 text-sm">
      <p className="flex items-start gap-2">
        <StatusMark status={outcome.isHeard ? "ready" : "failed"} className="mt-[3px]" />
        <span>
          {outcome.message} <span className="text-muted-foreground tabular">{outcome.durationMs} ms</span>
        </span>
      </p>
      <details>
        <summary className="text-xs text-muted-foreground hover:text-foreground">What was sent</summary>
        <code className="mt-1.5 block rounded-md border bg-gray-2 px-3 py-2 text-xs break-all">
          {outcome.body}
        </code>
      </details>
    </div>
  );
}
