"use client";

import { useQuery } from "@tanstack/react-query";
import { CopyPlus } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import type { ProviderSectionProps } from "#components/assets/provider-sections.tsx";
import { AskAgain } from "#components/ui/ask-again.tsx";
import { Button } from "#components/ui/button.tsx";
import { canEditAssets } from "#lib/auth/permissions.ts";
import { videoExtrasQuery } from "#lib/features/apivideo/client.ts";
import { AssetSectionLoading } from "./asset-section-loading.tsx";
import { DetailsForm } from "./details-form.tsx";
import { EmbedCode } from "./embed-code.tsx";
import { ThumbnailPick } from "./thumbnail-pick.tsx";
import { TrackList } from "./track-list.tsx";

const CopyVideo = dynamic(() => import("./copy-video.tsx").then((file) => file.CopyVideo), { ssr: false });

/** What only api.video does with a video. */
export function ApivideoAssetSection({ asset, viewer }: ProviderSectionProps) {
  const extras = useQuery(videoExtrasQuery(asset.assetId));
  const canEdit = canEditAssets(viewer);
  const [isCopying, setCopying] = useState(false);
  if (extras.isPending) return <AssetSectionLoading />;
  if (!extras.data) {
    return <AskAgain reason={extras.error.message} onAsk={() => void extras.refetch()} />;
  }
  const { assetId, durationMs } = asset;
  return (
    <div className="grid gap-8">
      <TrackList
        assetId={assetId}
        kind="captions"
        tracks={extras.data.captions}
        durationMs={durationMs}
        canEdit={canEdit}
      />
      <TrackList
        assetId={assetId}
        kind="chapters"
        tracks={extras.data.chapters}
        durationMs={durationMs}
        canEdit={canEdit}
      />
      {canEdit && <ThumbnailPick assetId={assetId} />}
      <DetailsForm key={assetId} assetId={assetId} extras={extras.data} canEdit={canEdit} />
      <EmbedCode extras={extras.data} />
      {canEdit && (
        <section aria-label="Copies" className="grid justify-items-start gap-2">
          <h3 className="text-sm font-semibold">Watermark</h3>
          <p className="text-xs text-pretty text-muted-foreground">
            A watermark is laid over the picture when a video is made, and stays. A copy of this video can
            have one, or another.
          </p>
          <Button variant="outline" onClick={() => setCopying(true)}>
            <CopyPlus aria-hidden="true" />
            Make a copy…
          </Button>
        </section>
      )}
      {isCopying && (
        <CopyVideo
          assetId={assetId}
          connectionId={asset.connectionId}
          title={extras.data.title}
          onClose={() => setCopying(false)}
        />
      )}
    </div>
  );
}
