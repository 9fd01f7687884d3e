"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Copy, KeyRound, Radio, Square, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useState, useTransition } from "react";
import { NewByName } from "#components/apivideo/new-by-name.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Link } from "#components/ui/link.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";
import { toast } from "#components/ui/toast.ts";
import type { Result } from "#lib/domain/result.ts";
import {
  completeLiveStream,
  createLiveStream,
  removeLiveStream,
  showStreamKey,
} from "#lib/features/apivideo/actions.ts";
import { liveStreamsQuery } from "#lib/features/apivideo/client.ts";
import type { LiveStream } from "#lib/features/apivideo/schema.ts";

const LiveStreamQuestion = dynamic(
  () => import("./live-stream-question.tsx").then((file) => file.LiveStreamQuestion),
  { ssr: false },
);
const Restreams = dynamic(() => import("./restreams.tsx").then((file) => file.Restreams), { ssr: false });

/** The account's live streams; who is on air shows by itself. */
export function LiveStreams({ connectionId, canEdit }: { connectionId: string; canEdit: boolean }) {
  const streams = useQuery(liveStreamsQuery(connectionId));
  if (streams.isPending) return <LiveStreamsLoading canEdit={canEdit} />;
  if (!streams.data) {
    return (
      <EmptyState
        icon={<StatusMark status="failed" />}
        title="The live streams could not be read."
        actions={<Button onClick={() => void streams.refetch()}>Try again</Button>}
      >
        {streams.error.message}
      </EmptyState>
    );
  }
  return (
    <div className="grid gap-5">
      {canEdit && <NewStream connectionId={connectionId} />}
      {streams.data.length === 0 ? (
        <EmptyState icon={<Radio />} title="No live stream yet">
          A live stream is an address to send a broadcast to. What is broadcast plays while it runs, and
          becomes a video when it ends.
        </EmptyState>
      ) : (
        <ul className="grid gap-3">
          {streams.data.map((stream) => (
            <StreamCard
              key={stream.liveStreamId}
              connectionId={connectionId}
              stream={stream}
              canEdit={canEdit}
            />
          ))}
        </ul>
      )}
    </div>
  );
}

const cardsLoading = ["first", "second"];

/** The form and two streams in grey. */
function LiveStreamsLoading({ canEdit }: { canEdit: boolean }) {
  return (
    <div aria-busy="true" className="grid gap-5">
      {canEdit && (
        <div className="grid gap-1.5">
          <Skeleton className="h-5 w-28" />
          <Skeleton className="h-8 w-full max-w-md" />
        </div>
      )}
      <div className="grid gap-3">
        {cardsLoading.map((card) => (
          <div key={card} className="grid animate-appear-late gap-3 rounded-lg border bg-card p-4">
            <Skeleton className="h-6 w-48 max-w-full" />
            <Skeleton className="h-5 w-72 max-w-full" />
            <Skeleton className="h-5 w-56 max-w-full" />
          </div>
        ))}
      </div>
    </div>
  );
}

function useRefresh(connectionId: string) {
  const cache = useQueryClient();
  return () => cache.invalidateQueries({ queryKey: liveStreamsQuery(connectionId).queryKey });
}

function NewStream({ connectionId }: { connectionId: string }) {
  const refresh = useRefresh(connectionId);
  const [name, setName] = useState("");
  const [error, setError] = useState<string>();
  const [isPending, startTransition] = useTransition();
  const create = () =>
    startTransition(async () => {
      const made = await createLiveStream({ connectionId, name, isPublic: true });
      if (!made.ok) return setError(made.error.fields.name ?? made.error.message);
      setName("");
      setError(undefined);
      await refresh();
      toast.success("The live stream is there. Send a broadcast to it.");
    });
  return (
    <NewByName
      label="New live stream"
      placeholder="Town hall"
      name={name}
      error={error}
      pending={isPending}
      onName={setName}
      onCreate={create}
    />
  );
}

interface StreamCardProps {
  connectionId: string;
  stream: LiveStream;
  canEdit: boolean;
}

function StreamCard({ connectionId, stream, canEdit }: StreamCardProps) {
  const { liveStreamId, name, isBroadcasting, embedUrl, recordings } = stream;
  const refresh = useRefresh(connectionId);
  const [asked, setAsked] = useState<"complete" | "remove">();
  const [isShown, setShown] = useState(false);
  const [isPending, startTransition] = useTransition();
  const run = (act: () => Promise<Result<unknown>>, done: string) =>
    startTransition(async () => {
      const answer = await act();
      if (answer.ok) {
        toast.success(done);
        await refresh();
      } else toast.error(answer.error.message);
      setAsked(undefined);
    });
  const target = { connectionId, liveStreamId };
  return (
    <li className="grid gap-3 rounded-lg border bg-card p-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="flex min-w-0 items-baseline gap-x-3">
          <StatusMark status={isBroadcasting ? "working" : "off"} />
          <h2 className="min-w-0 text-base font-semibold [overflow-wrap:anywhere]" dir="auto">
            {name}
          </h2>
        </div>
        <span className="text-sm text-muted-foreground">{isBroadcasting ? "On air" : "Off air"}</span>
        <span className="ms-auto flex gap-2">
          {embedUrl !== null && (
            <Button variant="ghost" aria-pressed={isShown} onClick={() => setShown(!isShown)}>
              {isShown ? "Hide the preview" : "Preview"}
            </Button>
          )}
          {canEdit && isBroadcasting && (
            <Button variant="outline" onClick={() => setAsked("complete")}>
              <Square aria-hidden="true" />
              End the broadcast
            </Button>
          )}
          {canEdit && (
            <Button
              variant="ghost"
              size="icon"
              aria-label={`Delete ${name}`}
              title="Delete"
              onClick={() => setAsked("remove")}
            >
              <Trash2 aria-hidden="true" />
            </Button>
          )}
        </span>
      </div>
      {canEdit && <Ingest connectionId={connectionId} stream={stream} />}
      <Restreams
        connectionId={connectionId}
        stream={stream}
        canEdit={canEdit}
        onChanged={async () => {
          await refresh();
        }}
      />
      {isShown && embedUrl !== null && (
        <iframe
          src={embedUrl}
          title={`${name}, live`}
          sandbox="allow-scripts"
          allow="fullscreen"
          className="aspect-video w-full max-w-2xl rounded-lg border bg-black"
        />
      )}
      {recordings.length > 0 && (
        <p className="flex flex-wrap gap-x-3 gap-y-1 text-sm">
          <span className="text-muted-foreground">Recordings</span>
          {recordings.map(({ assetId, title }) => (
            <Link
              key={assetId}
              href={`/assets/${encodeURIComponent(assetId)}`}
              className="underline-offset-4 hover:underline"
            >
              {title}
            </Link>
          ))}
        </p>
      )}
      {asked && (
        <LiveStreamQuestion
          asked={asked}
          name={name}
          pending={isPending}
          onClose={() => setAsked(undefined)}
          onConfirm={() =>
            asked === "complete"
              ? run(() => completeLiveStream(target), "The broadcast ends; its recording becomes a video.")
              : run(() => removeLiveStream(target), "The live stream is deleted.")
          }
        />
      )}
    </li>
  );
}

/** Where a broadcast is sent, and the key, which is shown when somebody asks for it. */
function Ingest({
  connectionId,
  stream: { liveStreamId, ingestUrl, name },
}: Omit<StreamCardProps, "canEdit">) {
  const [key, setKey] = useState<string>();
  const [isPending, startTransition] = useTransition();
  const show = () =>
    startTransition(async () => {
      const shown = await showStreamKey({ connectionId, liveStreamId });
      if (shown.ok) setKey(shown.value.streamKey);
      else toast.error(shown.error.message);
    });
  return (
    <dl className="grid grid-cols-[6rem_minmax(0,1fr)] items-center gap-x-3 gap-y-1 text-sm">
      <dt className="text-muted-foreground">Send to</dt>
      <dd className="flex items-center gap-1">
        <code className="clip-line text-xs">{ingestUrl}</code>
        <CopyButton label={`Copy the address of ${name}`} text={ingestUrl} />
      </dd>
      <dt className="text-muted-foreground">Stream key</dt>
      <dd className="flex items-center gap-1">
        {key === undefined ? (
          <Button variant="link" size="inline" pending={isPending} onClick={show}>
            <KeyRound aria-hidden="true" />
            Show the key
          </Button>
        ) : (
          <>
            <code className="clip-line text-xs">{key}</code>
            <CopyButton label={`Copy the key of ${name}`} text={key} />
          </>
        )}
      </dd>
    </dl>
  );
}

function CopyButton({ label, text }: { label: string; text: string }) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      toast.success("Copied.");
    } catch {
      toast.error("The browser did not let us copy.");
    }
  };
  return (
    <Button variant="ghost" size="icon-sm" aria-label={label} title="Copy" onClick={() => void copy()}>
      <Copy aria-hidden="true" />
    </Button>
  );
}
