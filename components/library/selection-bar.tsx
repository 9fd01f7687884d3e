"use client";

import { Pencil, Trash2, X } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { countOf } from "#lib/client/format.ts";
import { selectionLimit } from "./use-selection.ts";

export interface SelectionBarProps {
  count: number;
  /** Absent where nothing selected can be edited in bulk. */
  onEdit?: (() => void) | undefined;
  onDelete(): void;
  onClear(): void;
}

/** What can be done with the selected, while any are. */
export default function SelectionBar({ count, onEdit, onDelete, onClear }: SelectionBarProps) {
  return (
    <section
      aria-label="Selected videos"
      className="fixed inset-x-0 bottom-16 z-30 mx-auto flex w-fit animate-rise-in items-center gap-1 rounded-lg border bg-popover p-1 ps-3 shadow-float md:bottom-5"
    >
      <p role="status" className="pe-2 text-sm font-medium whitespace-nowrap tabular">
        {count === selectionLimit
          ? `${count} selected, the most at once`
          : `${countOf(count, "video")} selected`}
      </p>
      {onEdit && (
        <Button variant="ghost" onClick={onEdit}>
          <Pencil aria-hidden="true" />
          Edit
        </Button>
      )}
      <Button
        variant="ghost"
        className="text-failed-text hover:bg-failed-soft hover:text-failed-text"
        onClick={onDelete}
      >
        <Trash2 aria-hidden="true" />
        Delete
      </Button>
      <Button variant="ghost" size="icon" aria-label="Select none" onClick={onClear}>
        <X aria-hidden="true" />
      </Button>
    </section>
  );
}
