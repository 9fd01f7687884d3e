"use client";

import { Trash2 } from "lucide-react";
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
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { pushStream, removePushService } from "#lib/features/ziggeo/actions.ts";
import type { StreamList, StreamView } from "#lib/features/ziggeo/schema/streams.ts";
import { PushServiceForm } from "./push-service-form.tsx";
import { useStreamCommand } from "./use-stream-command.ts";

export interface PushDialogProps {
  readonly assetId: string;
  readonly stream: StreamView;
  /** Null where the service does not tell which there are: one names its token then. */
  readonly services: StreamList["pushServices"];
  readonly canManage: boolean;
  onClose(): void;
}

/** Where a stream's file is to go. What came of it is told below the streams. */
export function PushDialog({ assetId, stream, services, canManage, onClose }: PushDialogProps) {
  const { isPending, message, run, refresh } = useStreamCommand(assetId);
  const [picked, setPicked] = useState("");
  const [isAdding, setAdding] = useState(services?.length === 0 && canManage);
  const chosen = services
    ? (services.find(({ token }) => token === picked) ?? services[0])?.token
    : picked.trim();
  const push = async () => {
    const input = { assetId, streamToken: stream.streamToken, pushServiceToken: chosen ?? "" };
    if (await run(() => pushStream(input), "The stream is on its way.", { quiet: true })) onClose();
  };
  const remove = (pushServiceToken: string) =>
    run(() => removePushService({ assetId, pushServiceToken }), "The push service is removed.", {
      quiet: true,
    });
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent className="sm:max-w-xl" onInteractOutside={(event) => event.preventDefault()}>
        <DialogHeader>
          <DialogTitle>Push “{stream.name}”</DialogTitle>
          <DialogDescription>Its file is copied to the service; the stream stays here.</DialogDescription>
        </DialogHeader>
        {services === null && (
          <Field label="Push service's token" help="Ziggeo lists push services only on its own dashboard.">
            <Input
              value={picked}
              spellCheck={false}
              className="font-mono"
              onChange={(event) => setPicked(event.target.value)}
            />
          </Field>
        )}
        {services && services.length > 0 && (
          <fieldset className="grid gap-2">
            <legend className="sr-only">Push service</legend>
            {services.map(({ token, title, target }) => (
              <div key={token} className="flex items-center gap-2 rounded-lg border p-3 text-sm">
                <label className="flex min-w-0 flex-1 items-center gap-3">
                  <input
                    type="radio"
                    name="push-service"
                    value={token}
                    checked={chosen === token}
                    onChange={() => setPicked(token)}
                  />
                  <span className="min-w-0">
                    <span className="clip-line block font-medium">{title}</span>
                    <span className="clip-line block text-xs text-muted-foreground">{target}</span>
                  </span>
                </label>
                {canManage && (
                  <Button
                    variant="ghost"
                    size="icon-sm"
                    aria-label={`Remove ${title}`}
                    disabled={isPending}
                    onClick={() => void remove(token)}
                  >
                    <Trash2 aria-hidden="true" />
                  </Button>
                )}
              </div>
            ))}
          </fieldset>
        )}
        {services?.length === 0 && (
          <p className="text-sm text-muted-foreground">
            There is no push service yet.{" "}
            {canManage ? "Name the first one." : "The owner of this Reelyard can add one here."}
          </p>
        )}
        {services && canManage && !isAdding && (
          <Button variant="outline" className="justify-self-start" onClick={() => setAdding(true)}>
            Add a service…
          </Button>
        )}
        {isAdding && (
          <PushServiceForm
            assetId={assetId}
            onAdded={() => {
              setAdding(false);
              void refresh();
            }}
          />
        )}
        <FormMessage message={message} />
        <DialogFooter>
          <Button variant="outline" onClick={onClose}>
            Cancel
          </Button>
          <Button pending={isPending} disabled={!chosen} onClick={() => void push()}>
            Push
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
