"use client";

import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";

export interface LiveStreamQuestionProps {
  asked: "complete" | "remove";
  /** The stream's. */
  name: string;
  pending: boolean;
  onClose(): void;
  onConfirm(): void;
}

const questions = {
  complete: {
    title: (name: string) => `End the broadcast of ${name}?`,
    confirmLabel: "End the broadcast",
    consequence: "Everyone who watches is cut off. What was broadcast becomes a video.",
  },
  remove: {
    title: (name: string) => `Delete the live stream ${name}?`,
    confirmLabel: "Delete live stream",
    consequence: "Its address and key stop working. Videos that its broadcasts became stay.",
  },
} as const;

/** Asked before a broadcast or its stream ends. */
export function LiveStreamQuestion({ asked, name, pending, onClose, onConfirm }: LiveStreamQuestionProps) {
  const { title, confirmLabel, consequence } = questions[asked];
  return (
    <ConfirmDialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={title(name)}
      confirmLabel={confirmLabel}
      pending={pending}
      onConfirm={onConfirm}
    >
      <p>{consequence}</p>
    </ConfirmDialog>
  );
}
