"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { toast } from "#components/ui/toast.ts";
import { countOf } from "#lib/client/format.ts";
import { deleteAssets } from "#lib/features/library/actions.ts";
import { type AssetPages, removeAssets } from "./asset-pages.ts";

export interface DeleteAssetsDialogProps {
  assetIds: readonly string[];
  /** The title, when it is one. */
  title?: string | undefined;
  onClose(): void;
  onDeleted(): void;
}

/** Names how many go and from where, then lets the list close over the gap. */
export default function DeleteAssetsDialog({ assetIds, title, onClose, onDeleted }: DeleteAssetsDialogProps) {
  const queryClient = useQueryClient();
  const [isPending, setPending] = useState(false);
  const [problem, setProblem] = useState<string>();
  const count = countOf(assetIds.length, "video");

  async function remove() {
    setPending(true);
    setProblem(undefined);
    try {
      const result = await deleteAssets({ assetIds });
      if (!result.ok) return setProblem(result.error.message);
      const gone = new Set(assetIds);
      queryClient.setQueriesData<AssetPages>({ queryKey: ["library", "pages"] }, (pages) =>
        pages ? removeAssets(pages, gone) : pages,
      );
      toast.success(`${countOf(result.value.accepted, "video")} deleted`);
      onDeleted();
    } catch {
      setProblem("Reelyard did not answer, so it is not certain that they were deleted. Try again.");
    } finally {
      setPending(false);
    }
  }

  return (
    <ConfirmDialog
      open
      onOpenChange={(isOpen) => {
        if (!isOpen && !isPending) onClose();
      }}
      title={title ? `Delete “${title}”?` : `Delete ${count}?`}
      confirmLabel={`Delete ${count}`}
      pending={isPending}
      onConfirm={() => void remove()}
    >
      <p>
        {assetIds.length === 1 ? "It is" : "They are"} deleted here and at{" "}
        {assetIds.length === 1 ? "its provider" : "their providers"}, with every rendition. This cannot be
        undone.
      </p>
      {problem && (
        <p role="alert" className="text-failed-text">
          {problem}
        </p>
      )}
    </ConfirmDialog>
  );
}
