"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Download, RotateCcw, X } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { toast } from "#components/ui/toast.ts";
import { Tooltip } from "#components/ui/tooltip.tsx";
import type { Rendition } from "#lib/domain/rendition.ts";
import { cancelRendition, retryRendition } from "#lib/features/library/actions.ts";
import { assetQuery } from "#lib/features/library/client.ts";
import type { AssetDetail } from "#lib/features/library/schema.ts";

export interface RenditionActionsProps {
  readonly asset: AssetDetail;
  readonly rendition: Rendition;
  readonly canEdit: boolean;
}

/** The one action that fits its state. */
export function RenditionActions({ asset, rendition, canEdit }: RenditionActionsProps) {
  const cache = useQueryClient();
  const [isPending, setPending] = useState(false);
  const { status, name, renditionId } = rendition;
  const run = async (command: typeof retryRendition) => {
    setPending(true);
    try {
      const outcome = await command({ assetId: asset.assetId, renditionId });
      if (!outcome.ok) toast.error(outcome.error.message);
      await cache.invalidateQueries({ queryKey: assetQuery(asset.assetId).queryKey });
    } finally {
      setPending(false);
    }
  };
  // A playlist is many files; saving its text alone would help nobody.
  if (status === "ready" && rendition.url && rendition.kind !== "playlist") {
    const path = `/files/assets/${encodeURIComponent(asset.assetId)}/renditions/${encodeURIComponent(renditionId)}`;
    return (
      <Tooltip content="Download">
        <Button variant="ghost" size="icon-sm" asChild>
          <a href={path} download aria-label={`Download ${name}`}>
            <Download />
          </a>
        </Button>
      </Tooltip>
    );
  }
  const canCancel = canEdit && asset.abilities.cancel && (status === "queued" || status === "encoding");
  const canRetry = canEdit && asset.abilities.retry && (status === "failed" || status === "cancelled");
  if (!canCancel && !canRetry) return null;
  return (
    <Tooltip content={canCancel ? "Cancel" : "Retry"}>
      <Button
        variant="ghost"
        size="icon-sm"
        pending={isPending}
        aria-label={`${canCancel ? "Cancel" : "Retry"} ${name}`}
        onClick={() => void run(canCancel ? cancelRendition : retryRendition)}
      >
        {!isPending && (canCancel ? <X /> : <RotateCcw />)}
      </Button>
    </Tooltip>
  );
}
