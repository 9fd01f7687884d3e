"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronLeft, Copy, RotateCw } from "lucide-react";
import { type ReactNode, useTransition } from "react";
import { Banner } from "#components/ui/banner.tsx";
import { Button } from "#components/ui/button.tsx";
import { Link } from "#components/ui/link.tsx";
import { LocalTime } from "#components/ui/local-time.tsx";
import { ProviderMonogram } from "#components/ui/provider-monogram.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";
import { toast } from "#components/ui/toast.ts";
import { replayEvent } from "#lib/features/inbox/actions.ts";
import { eventQuery } from "#lib/features/inbox/client.ts";
import type { EventDetail } from "#lib/features/inbox/schema.ts";
import { EventBody } from "./event-body.tsx";
import { toCurl } from "./event-curl.ts";
import { changeInWords, originWords, stateMarks, stateWords, titleOf, trustWords } from "./event-words.ts";

export interface EventEvidenceProps {
  eventId: string;
  onOpen(eventId: string): void;
  onClose(): void;
}

/** What came, was it believed and why, and what it changed. */
export function EventEvidence({ eventId, onOpen, onClose }: EventEvidenceProps) {
  const event = useQuery(eventQuery(eventId));
  return (
    <section aria-label="The event" className="grid min-w-0 content-start gap-5">
      <Button variant="ghost" className="justify-self-start lg:hidden" onClick={onClose}>
        <ChevronLeft className="rtl:rotate-180" aria-hidden="true" />
        All events
      </Button>
      {event.error && !event.data && (
        <Banner
          status="failed"
          action={
            <Button variant="link" size="inline" onClick={() => void event.refetch()}>
              Retry now
            </Button>
          }
        >
          {event.error.message}
        </Banner>
      )}
      {event.isPending && (
        <div className="grid gap-3">
          <Skeleton className="h-6 w-64" />
          <Skeleton className="h-24" />
          <Skeleton className="h-64" />
        </div>
      )}
      {event.data && <Evidence event={event.data} onOpen={onOpen} />}
    </section>
  );
}

function Evidence({ event, onOpen }: { event: EventDetail; onOpen(eventId: string): void }) {
  return (
    <>
      <header className="flex flex-wrap items-start gap-3">
        <div className="min-w-0 flex-1 basis-64">
          <h2 className="text-lg font-semibold [overflow-wrap:anywhere]">{titleOf(event)}</h2>
          <p className="mt-0.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-soft-foreground">
            <StatusMark status={stateMarks[event.state]} />
            {stateWords[event.state]}
            <span aria-hidden="true">·</span>
            <ProviderMonogram provider={event.provider} named />
            {event.connectionName}
            <span aria-hidden="true">·</span>
            <LocalTime at={event.receivedAt} />
          </p>
        </div>
        <Actions event={event} />
      </header>
      {event.reason && (
        <p className="text-sm text-pretty" role={event.state === "failed" ? "alert" : undefined}>
          {event.reason}
        </p>
      )}
      <dl className="grid grid-cols-[7rem_minmax(0,1fr)] gap-x-3 gap-y-2 rounded-lg border bg-card p-4 text-sm">
        <Fact name="Came as">{originWords[event.origin]}</Fact>
        <Fact name="Believed">{believedOf(event)}</Fact>
        {(event.assetId || event.subject) && (
          <Fact name="About">
            {event.assetId && event.assetTitle ? (
              <Link
                href={`/assets/${encodeURIComponent(event.assetId)}`}
                className="font-medium underline-offset-4 hover:underline"
                dir="auto"
              >
                {event.assetTitle}
              </Link>
            ) : (
              <code className="text-xs [overflow-wrap:anywhere]">{event.subject}</code>
            )}
          </Fact>
        )}
        <Fact name="Changed">
          <Changes event={event} />
        </Fact>
        {event.duplicateOf !== null && (
          <Fact name="Same as">
            <Button variant="link" size="inline" onClick={() => onOpen(event.duplicateOf ?? "")}>
              the first of these events
            </Button>
          </Fact>
        )}
        {event.nextTryAt !== null && event.attempts > 0 && (
          <Fact name="Next try">
            <LocalTime at={event.nextTryAt} as="clock" /> (try {event.attempts + 1})
          </Fact>
        )}
      </dl>
      {event.origin !== "poll" && <EventBody event={event} />}
      {event.headers.length > 0 && <Headers headers={event.headers} />}
    </>
  );
}

function believedOf({ trust, state }: EventDetail): string {
  if (trust !== null) return trustWords[trust];
  return state === "duplicate" ? "Dropped unread: the same bytes came before." : "Not looked at yet.";
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted-foreground">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}

function Changes({ event: { changes, state } }: { event: EventDetail }) {
  if (changes.length === 0) {
    return state === "processed" ? "Nothing: the index said so already." : "Nothing.";
  }
  return (
    <ul className="grid gap-1">
      {changes.map((change) => (
        <li key={`${change.what} ${change.name}`}>{changeInWords(change)}</li>
      ))}
    </ul>
  );
}

function Headers({ headers }: { headers: EventDetail["headers"] }) {
  return (
    <details className="group rounded-lg border bg-card">
      <summary className="cursor-pointer rounded-lg px-4 py-2.5 text-sm font-semibold">
        Headers <span className="font-normal text-muted-foreground tabular">{headers.length}</span>
      </summary>
      <dl className="grid grid-cols-[minmax(6rem,14rem)_minmax(0,1fr)] gap-x-3 gap-y-1 border-t p-4 font-mono text-xs">
        {headers.map(([name, value], index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a header may come twice, and the list never changes.
          <Fact key={index} name={name}>
            <span className="[overflow-wrap:anywhere]">{value}</span>
          </Fact>
        ))}
      </dl>
    </details>
  );
}

function Actions({ event }: { event: EventDetail }) {
  const [isPending, startTransition] = useTransition();
  if (event.origin === "poll") return null;
  const replay = () =>
    startTransition(async () => {
      const done = await replayEvent({ eventId: event.eventId });
      if (!done.ok) toast.error(done.error.message);
    });
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(toCurl(event));
      toast.success("Copied. $INBOX_URL stands for the inbox’s address.");
    } catch {
      toast.error("The browser did not let us copy.");
    }
  };
  return (
    <div className="flex gap-2">
      <Button variant="outline" onClick={() => void copy()}>
        <Copy aria-hidden="true" />
        Copy as curl
      </Button>
      <Button variant="outline" pending={isPending || event.state === "waiting"} onClick={replay}>
        <RotateCw aria-hidden="true" />
        Process again
      </Button>
    </div>
  );
}
