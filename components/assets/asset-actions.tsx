"use client";

import { Download, Link as LinkIcon, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { toast } from "#components/ui/toast.ts";
import { Tooltip } from "#components/ui/tooltip.tsx";
import { countOf, formatBytes } from "#lib/client/format.ts";
import { deleteAssets } from "#lib/features/library/actions.ts";
import type { AssetDetail } from "#lib/features/library/schema.ts";
import { copyText } from "./copy-text.ts";

/** Beside the title: link, download, delete. */
export function AssetActions({ asset, canEdit }: { asset: AssetDetail; canEdit: boolean }) {
  const [isDeleting, setDeleting] = useState(false);
  const copyLink = async () => {
    const isCopied = await copyText(`${location.origin}/assets/${encodeURIComponent(asset.assetId)}`);
    if (isCopied) toast.success("Link copied.");
    else toast.error("The browser did not let this page copy. The address bar has the link.");
  };
  return (
    <>
      <Tooltip content="Copy link">
        <Button variant="outline" size="icon" aria-label="Copy link" onClick={() => void copyLink()}>
          <LinkIcon />
        </Button>
      </Tooltip>
      {asset.sourceUrl && (
        <Button variant="outline" asChild className="max-sm:size-8 max-sm:px-0">
          <a href={`/files/assets/${encodeURIComponent(asset.assetId)}/source`} download>
            <Download aria-hidden="true" />
            <span className="max-sm:sr-only">Download</span>
            {asset.sizeBytes !== null && (
              <span className="font-normal text-muted-foreground tabular max-lg:sr-only">
                {formatBytes(asset.sizeBytes)}
              </span>
            )}
          </a>
        </Button>
      )}
      {canEdit && asset.abilities.remove && (
        <>
          <Tooltip content="Delete">
            <Button variant="outline" size="icon" aria-label="Delete video" onClick={() => setDeleting(true)}>
              <Trash2 />
            </Button>
          </Tooltip>
          <DeleteAsset asset={asset} open={isDeleting} onOpenChange={setDeleting} />
        </>
      )}
    </>
  );
}

interface DeleteAssetProps {
  readonly asset: AssetDetail;
  readonly open: boolean;
  onOpenChange(open: boolean): void;
}

function DeleteAsset({ asset, open, onOpenChange }: DeleteAssetProps) {
  const router = useRouter();
  const [isPending, setPending] = useState(false);
  const remove = async () => {
    setPending(true);
    try {
      const outcome = await deleteAssets({ assetIds: [asset.assetId] });
      if (!outcome.ok) {
        toast.error(outcome.error.message);
        return;
      }
      toast.success(`“${asset.title}” is deleted.`);
      router.push("/library");
    } finally {
      setPending(false);
    }
  };
  const size = asset.renditions.reduce((sum, { sizeBytes }) => sum + (sizeBytes ?? 0), asset.sizeBytes ?? 0);
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Delete “${asset.title}”?`}
      confirmLabel="Delete video"
      cancelLabel="Keep it"
      pending={isPending}
      onConfirm={() => void remove()}
    >
      <p>This goes at {asset.connectionName}, and cannot be brought back:</p>
      <ul className="list-disc ps-5">
        <li>the source file{asset.fileName ? ` ${asset.fileName}` : ""}</li>
        {asset.renditions.length > 0 && <li>{countOf(asset.renditions.length, "rendition")}</li>}
        {size > 0 && <li>{formatBytes(size)} in all</li>}
      </ul>
      <p>Links and players that use it stop working.</p>
    </ConfirmDialog>
  );
}
