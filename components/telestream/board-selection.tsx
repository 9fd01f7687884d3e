"use client";

import { RotateCcw, Trash2, X } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { countOf } from "#lib/client/format.ts";
import type { BoardEncoding, EncodingChange } from "#lib/features/telestream/schema/encoding.ts";
import { runChange } from "./change-encodings.ts";
import { changeFor } from "./encoding-row.tsx";

export interface BoardSelectionProps {
  connectionId: string;
  selected: readonly BoardEncoding[];
  onClear(): void;
}

/** What can be done with the selected, while any are; each button says for how many it is. */
export function BoardSelection({ connectionId, selected, onClear }: BoardSelectionProps) {
  const [pending, setPending] = useState<EncodingChange>();
  const [isAsking, setAsking] = useState(false);
  const idsFor = (change: "retry" | "cancel") =>
    selected.filter(({ status }) => changeFor(status) === change).map(({ encodingId }) => encodingId);
  const [retryable, cancellable] = [idsFor("retry"), idsFor("cancel")];
  const run = async (ids: readonly string[], change: EncodingChange) => {
    setPending(change);
    await runChange(connectionId, ids, change);
    setPending(undefined);
    setAsking(false);
    onClear();
  };
  return (
    <section
      aria-label="Selected encodings"
      className="fixed inset-x-0 bottom-16 z-30 mx-auto flex w-fit max-w-[calc(100vw-1rem)] animate-rise-in items-center gap-1 overflow-x-auto rounded-lg border bg-popover p-1 ps-3 shadow-float md:bottom-5"
    >
      <p role="status" className="pe-2 text-sm font-medium whitespace-nowrap tabular">
        {selected.length} selected
      </p>
      {retryable.length > 0 && (
        <Button variant="ghost" pending={pending === "retry"} onClick={() => void run(retryable, "retry")}>
          <RotateCcw aria-hidden="true" />
          Retry {retryable.length}
        </Button>
      )}
      {cancellable.length > 0 && (
        <Button
          variant="ghost"
          pending={pending === "cancel"}
          onClick={() => void run(cancellable, "cancel")}
        >
          <X aria-hidden="true" />
          Cancel {cancellable.length}
        </Button>
      )}
      <Button
        variant="ghost"
        className="text-failed-text hover:bg-failed-soft hover:text-failed-text"
        onClick={() => setAsking(true)}
      >
        <Trash2 aria-hidden="true" />
        Delete {selected.length}
      </Button>
      <Button variant="ghost" size="icon" aria-label="Select none" onClick={onClear}>
        <X aria-hidden="true" />
      </Button>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={`Delete ${countOf(selected.length, "encoding")}?`}
        confirmLabel={`Delete ${countOf(selected.length, "encoding")}`}
        pending={pending === "remove"}
        onConfirm={() =>
          void run(
            selected.map(({ encodingId }) => encodingId),
            "remove",
          )
        }
      >
        <p>
          Their files go at Telestream, and links to them stop working. The videos and their sources stay.
        </p>
      </ConfirmDialog>
    </section>
  );
}
