"use client";

import { useQuery } from "@tanstack/react-query";
import { Columns2, Plus, Upload } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import type { ProviderSectionProps } from "#components/assets/provider-sections.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";
import { canEditAssets } from "#lib/auth/permissions.ts";
import { createStream } from "#lib/features/ziggeo/actions.ts";
import { streamsQuery } from "#lib/features/ziggeo/client.ts";
import type { StreamView } from "#lib/features/ziggeo/schema/streams.ts";
import { AttachProgress } from "./attach-progress.tsx";
import { StreamRow } from "./stream-row.tsx";
import { useAttachment } from "./use-attachment.tsx";
import { useStreamCommand } from "./use-stream-command.ts";

const StreamPlayer = dynamic(() => import("./stream-player.tsx").then((file) => file.StreamPlayer));
const SubtitleDialog = dynamic(() => import("./subtitle-dialog.tsx").then((file) => file.SubtitleDialog));
const ConfirmStream = dynamic(() => import("./confirm-stream.tsx").then((file) => file.ConfirmStream));
const PushDialog = dynamic(() => import("./push-dialog.tsx").then((file) => file.PushDialog));

export type StreamDialog =
  | { readonly kind: "play"; readonly streams: readonly StreamView[] }
  | { readonly kind: "subtitle" | "bind" | "delete" | "push"; readonly stream: StreamView };

/** A video's streams: what was uploaded, what was made of it, and drafts that wait for their video. */
export function ZiggeoAssetSection({ asset, viewer }: ProviderSectionProps) {
  const answer = useQuery(streamsQuery(asset.assetId));
  const canEdit = canEditAssets(viewer);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [dialog, setDialog] = useState<StreamDialog>();
  const command = useStreamCommand(asset.assetId);
  const attachment = useAttachment(asset.assetId);
  const streams = answer.data?.streams ?? [];
  const compared = streams.filter(({ streamToken }) => chosen.includes(streamToken));
  const close = () => setDialog(undefined);

  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="me-auto text-sm font-medium">Streams</h3>
        <Button
          variant="outline"
          size="sm"
          disabled={compared.length !== 2}
          onClick={() => setDialog({ kind: "play", streams: compared })}
        >
          <Columns2 aria-hidden="true" />
          Compare two
        </Button>
        {canEdit && (
          <>
            <Button
              variant="outline"
              size="sm"
              pending={command.isPending}
              onClick={() =>
                void command.run(() => createStream({ assetId: asset.assetId }), "A draft is there.")
              }
            >
              <Plus aria-hidden="true" />
              New draft
            </Button>
            <Button variant="outline" size="sm" onClick={() => attachment.choose({ kind: "video" })}>
              <Upload aria-hidden="true" />
              Upload a stream
            </Button>
          </>
        )}
      </div>
      {attachment.input}
      <AttachProgress state={attachment.state} onCancel={attachment.cancel} />
      {answer.isPending && <Skeleton className="h-32" />}
      {answer.error && (
        <p className="flex items-start gap-2 text-sm text-soft-foreground" role="alert">
          <StatusMark status="degraded" className="mt-[3px]" />
          <span>
            {answer.error.message}{" "}
            <Button variant="link" size="inline" onClick={() => void answer.refetch()}>
              Ask again
            </Button>
          </span>
        </p>
      )}
      {answer.data && streams.length === 0 && (
        <EmptyState className="py-8" title="No streams">
          Upload one, or make a draft and attach its picture first.
        </EmptyState>
      )}
      {streams.length > 0 && (
        <ul aria-label="Streams" className="divide-y rounded-lg border">
          {streams.map((stream) => (
            <StreamRow
              key={stream.streamToken}
              assetId={asset.assetId}
              stream={stream}
              parentName={nameOf(streams, stream)}
              canEdit={canEdit}
              canPush={(answer.data?.pushServices?.length ?? 0) > 0}
              isChosen={chosen.includes(stream.streamToken)}
              onChoose={(isOn) =>
                setChosen(
                  isOn
                    ? [...chosen, stream.streamToken].slice(-2)
                    : chosen.filter((token) => token !== stream.streamToken),
                )
              }
              onOpen={setDialog}
              onAttach={(kind) => attachment.choose({ kind, streamToken: stream.streamToken })}
            />
          ))}
        </ul>
      )}
      <Pushes pushes={answer.data?.pushes ?? []} />
      {dialog?.kind === "play" && <StreamPlayer streams={dialog.streams} onClose={close} />}
      {dialog?.kind === "subtitle" && (
        <SubtitleDialog assetId={asset.assetId} stream={dialog.stream} onClose={close} />
      )}
      {(dialog?.kind === "bind" || dialog?.kind === "delete") && (
        <ConfirmStream assetId={asset.assetId} kind={dialog.kind} stream={dialog.stream} onClose={close} />
      )}
      {dialog?.kind === "push" && (
        <PushDialog
          assetId={asset.assetId}
          stream={dialog.stream}
          services={answer.data?.pushServices ?? []}
          onClose={close}
        />
      )}
    </div>
  );
}

const nameOf = (streams: readonly StreamView[], { isTranscoded }: StreamView) =>
  isTranscoded ? (streams.find((each) => !each.isTranscoded && each.isBound)?.name ?? null) : null;

function Pushes({
  pushes,
}: {
  pushes: readonly {
    token: string;
    title: string;
    state: string;
    error: string | null;
    location: string | null;
  }[];
}) {
  if (pushes.length === 0) return null;
  return (
    <div className="grid gap-2">
      <h3 className="text-sm font-medium">Pushed</h3>
      <ul className="grid gap-1 text-sm">
        {pushes.slice(0, 5).map(({ token, title, state, error, location }) => (
          <li key={token} className="flex min-w-0 items-center gap-2">
            <StatusMark status={state === "success" ? "ready" : state === "failed" ? "failed" : "working"} />
            <span className="font-medium">{title}</span>
            <span className="clip-line min-w-0 text-muted-foreground">
              {error ?? location ?? "on its way"}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
