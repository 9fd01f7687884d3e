"use client";

import { useState, useTransition } from "react";
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
import { toast } from "#components/ui/toast.ts";
import { countOf } from "#lib/client/format.ts";
import { replayFailed } from "#lib/features/inbox/actions.ts";

/** From which moment on; a day ago unless one says otherwise. */
export function ReplayFailedDialog({ onClose }: { onClose(): void }) {
  const [since, setSince] = useState(() => toLocalInput(new Date(Date.now() - 24 * 60 * 60 * 1000)));
  const [problem, setProblem] = useState<string>();
  const [isPending, startTransition] = useTransition();
  const run = () =>
    startTransition(async () => {
      const moment = new Date(since);
      if (Number.isNaN(moment.getTime())) return setProblem("Enter a day and a time.");
      const done = await replayFailed({ since: moment.toISOString() });
      if (!done.ok) return setProblem(done.error.message);
      toast.success(
        done.value.count === 0
          ? "Nothing failed since then."
          : `${countOf(done.value.count, "event")} are being processed again.`,
      );
      onClose();
    });
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent>
        <form
          className="grid gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            run();
          }}
        >
          <DialogHeader>
            <DialogTitle>Process failed events again</DialogTitle>
            <DialogDescription>
              Every event that failed since this moment is processed as if it came now. Those that worked are
              left alone.
            </DialogDescription>
          </DialogHeader>
          <Field label="Since" error={problem}>
            <Input type="datetime-local" value={since} onChange={(event) => setSince(event.target.value)} />
          </Field>
          <DialogFooter>
            <Button type="button" variant="outline" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" pending={isPending}>
              Process again
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}

/** As `<input type="datetime-local">` wants it: the reader's own clock. */
function toLocalInput(moment: Date): string {
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
