"use client";

import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { bindStream, removeStream } from "#lib/features/ziggeo/actions.ts";
import type { StreamView } from "#lib/features/ziggeo/schema/streams.ts";
import { useStreamCommand } from "./use-stream-command.ts";

export interface ConfirmStreamProps {
  readonly assetId: string;
  readonly kind: "bind" | "delete";
  readonly stream: StreamView;
  onClose(): void;
}

/** What binding and deleting mean, before they are done. */
export function ConfirmStream({ assetId, kind, stream, onClose }: ConfirmStreamProps) {
  const { isPending, message, run } = useStreamCommand(assetId);
  const input = { assetId, streamToken: stream.streamToken };
  const act = async () => {
    const isDone =
      kind === "bind"
        ? await run(() => bindStream(input), "The stream is bound.", { quiet: true })
        : await run(() => removeStream(input), "The stream is deleted.", { quiet: true });
    if (isDone) onClose();
  };
  const isBind = kind === "bind";
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={isBind ? "Bind this stream?" : `Delete the stream “${stream.name}”?`}
      confirmLabel={isBind ? "Bind stream" : "Delete stream"}
      cancelLabel={isBind ? "Keep it a draft" : "Keep it"}
      destructive={!isBind}
      pending={isPending}
      onConfirm={() => void act()}
    >
      {isBind ? (
        <p>
          Binding closes the stream and submits it: a stream for players is made of its video, and neither
          picture nor video can be attached any more. Attaching a video binds by itself; without one Ziggeo
          refuses.
        </p>
      ) : (
        <p>
          {stream.isDefault
            ? "Players show this one. Another stream takes its place; without one the video has nothing to play."
            : "The other streams of the video stay as they are."}
        </p>
      )}
      {message && (
        <p role="alert" className="text-failed-text">
          {message}
        </p>
      )}
    </ConfirmDialog>
  );
}
