"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { RotateCcw } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { LocalTime } from "#components/ui/local-time.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";
import { toast } from "#components/ui/toast.ts";
import { resendDelivery } from "#lib/features/telestream/actions.ts";
import { deliveriesQuery } from "#lib/features/telestream/client.ts";
import type { FactoryDelivery } from "#lib/features/telestream/schema/delivery.ts";

export interface DeliveryLogProps {
  connectionId: string;
  factoryId: string;
}

/** What the factory's receiver was told, each try of it, and a way to tell it again. */
export function DeliveryLog({ connectionId, factoryId }: DeliveryLogProps) {
  const [page, setPage] = useState(1);
  const log = useQuery(deliveriesQuery(connectionId, factoryId, page));
  if (log.error && !log.data) {
    return (
      <div className="flex flex-wrap items-center gap-3 text-sm text-soft-foreground">
        <StatusMark status="degraded" />
        <span className="min-w-0 flex-1 text-pretty">{log.error.message}</span>
        <Button variant="outline" size="sm" onClick={() => void log.refetch()}>
          Try again
        </Button>
      </div>
    );
  }
  if (!log.data) return <Skeleton className="h-40" />;
  const { items, pageSize, total } = log.data;
  const pageCount = Math.max(1, Math.ceil(total / pageSize));
  if (total === 0) {
    return (
      <p className="max-w-prose text-sm text-pretty text-muted-foreground">
        Nothing was told yet. With an address above, what happens from then on is listed here, with the
        receiver’s answers.
      </p>
    );
  }
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <ul aria-label="Deliveries" className="divide-y rounded-lg border bg-card">
        {items.map((delivery) => (
          <DeliveryRow key={delivery.deliveryId} {...{ connectionId, factoryId, delivery }} />
        ))}
      </ul>
      {pageCount > 1 && (
        <nav aria-label="Pages of deliveries" className="flex items-center gap-3 text-sm">
          <Button variant="outline" size="sm" disabled={page === 1} onClick={() => setPage(page - 1)}>
            Newer
          </Button>
          <span className="text-muted-foreground tabular">
            {page} of {pageCount}
          </span>
          <Button variant="outline" size="sm" disabled={page >= pageCount} onClick={() => setPage(page + 1)}>
            Older
          </Button>
        </nav>
      )}
    </div>
  );
}

const marks = { pending: "queued", delivered: "ready", failed: "failed" } as const;
const words = { pending: "Waiting", delivered: "Heard", failed: "Not heard" } as const;

function DeliveryRow({
  connectionId,
  factoryId,
  delivery,
}: DeliveryLogProps & { delivery: FactoryDelivery }) {
  const cache = useQueryClient();
  const [isPending, setPending] = useState(false);
  const { deliveryId, event, videoId, host, state, attempts, nextAttemptAt, createdAt } = delivery;

  async function resend() {
    setPending(true);
    try {
      const sent = await resendDelivery({ connectionId, factoryId, deliveryId });
      if (sent.ok) toast.success("On its way again");
      else toast.error(sent.error.message);
    } catch {
      toast.error("Reelyard did not answer. Try again.");
    } finally {
      setPending(false);
      const { queryKey } = deliveriesQuery(connectionId, factoryId, 1);
      void cache.invalidateQueries({ queryKey: queryKey.slice(0, -1) });
    }
  }

  return (
    <li className="grid gap-2 px-3 py-2.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
        <span className="flex items-center gap-2">
          <StatusMark status={marks[state]} />
          {words[state]}
        </span>
        <code className="text-xs">{event}</code>
        <span className="clip-line min-w-0 flex-1 text-xs text-muted-foreground" title={videoId ?? undefined}>
          {host}
          {videoId && ` · video ${videoId}`}
        </span>
        <span className="text-xs text-muted-foreground tabular">
          <LocalTime at={createdAt} as="event" />
        </span>
        <Button
          variant="outline"
          size="sm"
          pending={isPending}
          aria-label={`Send ${event} again`}
          onClick={() => void resend()}
        >
          {!isPending && <RotateCcw aria-hidden="true" />}
          Again
        </Button>
      </div>
      {(attempts.length > 0 || nextAttemptAt) && (
        <details>
          <summary className="text-xs text-muted-foreground hover:text-foreground">
            {attempts.length === 0
              ? "Not tried yet"
              : attempts.length === 1
                ? "1 try"
                : `${attempts.length} tries`}
            {nextAttemptAt && (
              <>
                , next <LocalTime at={nextAttemptAt} as="event" />
              </>
            )}
          </summary>
          <ol className="mt-2 grid gap-2 border-s ps-3">
            {attempts.map((attempt) => (
              <li key={attempt.at} className="grid gap-1 text-xs">
                <span className="flex flex-wrap gap-x-3 tabular">
                  <LocalTime at={attempt.at} as="dayAndClock" />
                  <span>{attempt.failure ?? `Answered ${attempt.status}.`}</span>
                  <span className="text-muted-foreground">{attempt.durationMs} ms</span>
                </span>
                {attempt.responseExcerpt && (
                  <code className="max-h-24 overflow-y-auto rounded-md border bg-gray-2 px-2 py-1 break-all">
                    {attempt.responseExcerpt}
                  </code>
                )}
              </li>
            ))}
          </ol>
        </details>
      )}
    </li>
  );
}
