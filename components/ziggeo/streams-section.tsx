"use client";

import { useQuery } from "@tanstack/react-query";
import { Columns2, Plus, Upload } from "lucide-react";
import { useState } from "react";
import { FormMessage } from "#components/account/form-message.tsx";
import { AskAgain } from "#components/ui/ask-again.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { canEditAssets } from "#lib/auth/permissions.ts";
import type { Viewer } from "#lib/domain/user.ts";
import { createStream } from "#lib/features/ziggeo/actions.ts";
import { streamsQuery } from "#lib/features/ziggeo/client.ts";
import type { StreamView } from "#lib/features/ziggeo/schema/streams.ts";
import { AttachProgress } from "./attach-progress.tsx";
import { PushList } from "./push-list.tsx";
import { StreamDialogs } from "./stream-dialogs.tsx";
import type { StreamDialog } from "./stream-menu.tsx";
import { StreamRow } from "./stream-row.tsx";
import { useAttachment } from "./use-attachment.tsx";
import { useStreamCommand } from "./use-stream-command.ts";

/** A video's streams: what was uploaded, what was made of it, and drafts that wait for their video. */
export function StreamsSection({ assetId, viewer }: { assetId: string; viewer: Viewer }) {
  const answer = useQuery(streamsQuery(assetId));
  const canEdit = canEditAssets(viewer);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [dialog, setDialog] = useState<StreamDialog>();
  const command = useStreamCommand(assetId);
  const attachment = useAttachment(assetId);
  const canAttach = attachment.state === undefined;
  const streams = answer.data?.streams ?? [];
  // In the order they were chosen: the first one leads.
  const compared = chosen.flatMap((token) => streams.find(({ streamToken }) => streamToken === token) ?? []);

  return (
    <section aria-label="Streams" className="grid gap-4">
      <div className="flex flex-wrap items-center gap-2 max-sm:[&_svg]:hidden">
        <h3 className="me-auto text-sm font-medium max-sm:w-full">Streams</h3>
        {streams.length > 1 && (
          <Button
            variant="outline"
            size="sm"
            disabled={compared.length !== 2}
            title="Choose two streams first"
            onClick={() => setDialog({ kind: "play", streams: compared })}
          >
            <Columns2 aria-hidden="true" />
            Compare two
          </Button>
        )}
        {canEdit && (
          <>
            <Button
              variant="outline"
              size="sm"
              pending={command.isPending}
              onClick={() => void command.run(() => createStream({ assetId }), "A draft is there.")}
            >
              <Plus aria-hidden="true" />
              New draft
            </Button>
            <Button
              variant="outline"
              size="sm"
              disabled={!canAttach}
              onClick={() => attachment.choose({ kind: "video" })}
            >
              <Upload aria-hidden="true" />
              Upload a stream
            </Button>
          </>
        )}
      </div>
      {attachment.input}
      {dialog?.kind !== "picture" && (
        <>
          <AttachProgress state={attachment.state} onCancel={attachment.cancel} />
          <FormMessage message={attachment.problem} />
        </>
      )}
      {answer.isPending && <RowShapes />}
      {answer.error && <AskAgain reason={answer.error.message} onAsk={() => void answer.refetch()} />}
      {answer.data && streams.length === 0 && (
        <EmptyState className="py-8" title="No streams">
          {canEdit
            ? "Upload one, or make a draft and attach its picture first."
            : "Nothing was uploaded yet."}
        </EmptyState>
      )}
      {streams.length > 0 && (
        <ul aria-label="Streams" className="divide-y rounded-lg border">
          {streams.map((stream) => (
            <StreamRow
              key={stream.streamToken}
              assetId={assetId}
              stream={stream}
              parentName={nameOfParent(streams, stream)}
              canEdit={canEdit}
              canAttach={canAttach}
              isChosen={chosen.includes(stream.streamToken)}
              onChoose={(isOn) =>
                setChosen(
                  isOn
                    ? [...chosen, stream.streamToken].slice(-2)
                    : chosen.filter((token) => token !== stream.streamToken),
                )
              }
              onOpen={setDialog}
              onAttachVideo={() => attachment.choose({ kind: "video", streamToken: stream.streamToken })}
            />
          ))}
        </ul>
      )}
      <PushList pushes={answer.data?.pushes ?? []} />
      {answer.data && (
        <StreamDialogs
          {...{ assetId, viewer, attachment, dialog }}
          list={answer.data}
          onClose={() => setDialog(undefined)}
        />
      )}
    </section>
  );
}

/** Two rows: what was uploaded, and what was made of it. */
const RowShapes = () => (
  <div className="divide-y rounded-lg border">
    {["original", "made"].map((row) => (
      <div key={row} className="flex items-center gap-3 p-3">
        <Skeleton className="ms-7 aspect-video w-20 max-sm:w-16" />
        <div className="grid flex-1 gap-2">
          <Skeleton className="h-4 w-28" />
          <Skeleton className="h-3 w-52 max-w-full" />
        </div>
      </div>
    ))}
  </div>
);

const nameOfParent = (streams: readonly StreamView[], { parentToken }: StreamView) =>
  streams.find(({ streamToken }) => streamToken === parentToken)?.name ?? null;
