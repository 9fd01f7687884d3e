"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { toast } from "#components/ui/toast.ts";
import { countOf, formatBytes } from "#lib/client/format.ts";
import { assetQuery } from "#lib/features/library/client.ts";
import type { AssetDetail } from "#lib/features/library/schema.ts";
import { deleteSource } from "#lib/features/telestream/actions.ts";

/** Its own question: this is not deleting the video, and cannot be taken back either. */
export function DeleteSource({ asset, onClose }: { asset: AssetDetail; onClose(): void }) {
  const cache = useQueryClient();
  const [isPending, setPending] = useState(false);
  const ready = asset.renditions.filter(({ status }) => status === "ready").length;
  const remove = async () => {
    setPending(true);
    try {
      const removed = await deleteSource({ assetId: asset.assetId });
      if (removed.ok) toast.success("The source is deleted; what was made of it stays.");
      else toast.error(removed.error.message);
    } catch {
      toast.error("Reelyard did not answer. Look before you try again.");
    } finally {
      setPending(false);
      onClose();
      void cache.invalidateQueries({ queryKey: assetQuery(asset.assetId).queryKey });
    }
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Delete the source alone?"
      confirmLabel="Delete the source"
      cancelLabel="Keep it"
      pending={isPending}
      onConfirm={() => void remove()}
    >
      <p>
        {asset.fileName ? `${asset.fileName} goes` : "The uploaded file goes"}
        {asset.sizeBytes !== null && `, ${formatBytes(asset.sizeBytes)}`}. It cannot be brought back.
      </p>
      <p>
        {ready > 0
          ? `${countOf(ready, "finished encoding")} stay and play, `
          : "There is no finished encoding: nothing of the video is left to play, "}
        {ready > 0 ? "but" : "and"} nothing can be encoded again, nor anything that failed retried.
      </p>
    </ConfirmDialog>
  );
}
