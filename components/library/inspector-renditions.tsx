"use client";

import { RotateCcw, X } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { ProgressBar } from "#components/ui/progress-bar.tsx";
import { StatusMark, toStatusKind } from "#components/ui/status-mark.tsx";
import { toast } from "#components/ui/toast.ts";
import type { Rendition } from "#lib/domain/rendition.ts";
import { cancelRendition, retryRendition } from "#lib/features/library/actions.ts";
import type { AssetDetail } from "#lib/features/library/schema.ts";
import { renditionState } from "./rendition-state.ts";

/** Each rendition with its state and the one action that fits it. */
export function InspectorRenditions({ asset, canEdit }: { asset: AssetDetail; canEdit: boolean }) {
  return (
    <ul className="grid gap-2 border-y py-3">
      {asset.renditions.map((rendition) => (
        <li key={rendition.renditionId} className="grid gap-1">
          <div className="flex items-center gap-2 text-sm">
            <StatusMark status={toStatusKind(rendition.status)} percent={rendition.progressPercent} />
            <span className="clip-line min-w-0 flex-1">{rendition.name}</span>
            <span className="clip-line min-w-0 text-xs text-muted-foreground tabular">
              {renditionState(rendition)}
            </span>
            {canEdit && <RenditionAction asset={asset} rendition={rendition} />}
          </div>
          {rendition.status === "encoding" && (
            <ProgressBar percent={rendition.progressPercent} label={`Encoding ${rendition.name}`} />
          )}
        </li>
      ))}
    </ul>
  );
}

function RenditionAction({ asset, rendition }: { asset: AssetDetail; rendition: Rendition }) {
  const isOver = rendition.status === "failed" || rendition.status === "cancelled";
  const isRunning = rendition.status === "queued" || rendition.status === "encoding";
  if (isOver && asset.abilities.retry) {
    return <ActionButton kind="retry" assetId={asset.assetId} rendition={rendition} />;
  }
  if (isRunning && asset.abilities.cancel) {
    return <ActionButton kind="cancel" assetId={asset.assetId} rendition={rendition} />;
  }
  return null;
}

interface ActionButtonProps {
  kind: "retry" | "cancel";
  assetId: string;
  rendition: Pick<Rendition, "renditionId" | "name">;
}

/** Retries or cancels one rendition. The page changes when the provider's answer comes over the live stream. */
export function ActionButton({ kind, assetId, rendition }: ActionButtonProps) {
  const [isPending, setPending] = useState(false);

  async function run() {
    setPending(true);
    try {
      const act = kind === "retry" ? retryRendition : cancelRendition;
      const result = await act({ assetId, renditionId: rendition.renditionId });
      if (!result.ok) toast.error(result.error.message);
    } catch {
      toast.error("Reelyard did not answer. Try again.");
    } finally {
      setPending(false);
    }
  }

  const label = kind === "retry" ? `Encode ${rendition.name} again` : `Cancel ${rendition.name}`;
  return (
    <Button
      variant="ghost"
      size="icon-sm"
      aria-label={label}
      title={label}
      pending={isPending}
      onClick={() => void run()}
    >
      {!isPending && (kind === "retry" ? <RotateCcw aria-hidden="true" /> : <X aria-hidden="true" />)}
    </Button>
  );
}
