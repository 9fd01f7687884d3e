"use client";

import { useState } from "react";
import { FormMessage } from "#components/account/form-message.tsx";
import { Button } from "#components/ui/button.tsx";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "#components/ui/dialog.tsx";
import { pushStream } from "#lib/features/ziggeo/actions.ts";
import type { StreamList, StreamView } from "#lib/features/ziggeo/schema/streams.ts";
import { useStreamCommand } from "./use-stream-command.ts";

export interface PushDialogProps {
  readonly assetId: string;
  readonly stream: StreamView;
  readonly services: NonNullable<StreamList["pushServices"]>;
  onClose(): void;
}

/** Where a stream's file is to go. What came of it is told below the streams. */
export function PushDialog({ assetId, stream, services, onClose }: PushDialogProps) {
  const { isPending, message, run } = useStreamCommand(assetId);
  const [chosen, setChosen] = useState(services[0]?.token ?? "");
  const push = async () => {
    const input = { assetId, streamToken: stream.streamToken, pushServiceToken: chosen };
    if (await run(() => pushStream(input), "The stream is on its way.", { quiet: true })) onClose();
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>Push “{stream.name}”</DialogTitle>
          <DialogDescription>Its file is copied to the service; the stream stays here.</DialogDescription>
        </DialogHeader>
        <fieldset className="grid gap-2">
          <legend className="sr-only">Push service</legend>
          {services.map(({ token, title, target }) => (
            <label key={token} className="flex items-center gap-3 rounded-lg border p-3 text-sm">
              <input
                type="radio"
                name="push-service"
                value={token}
                checked={chosen === token}
                onChange={() => setChosen(token)}
              />
              <span className="font-medium">{title}</span>
              <span className="clip-line min-w-0 flex-1 text-xs text-muted-foreground">{target}</span>
            </label>
          ))}
        </fieldset>
        <FormMessage message={message} />
        <DialogFooter>
          <Button variant="outline" onClick={onClose}>
            Cancel
          </Button>
          <Button pending={isPending} disabled={chosen === ""} onClick={() => void push()}>
            Push
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
