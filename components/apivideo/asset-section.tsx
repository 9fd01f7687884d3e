"use client";

import { useQuery } from "@tanstack/react-query";
import type { ProviderSectionProps } from "#components/assets/provider-sections.tsx";
import { Button } from "#components/ui/button.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";
import { canEditAssets } from "#lib/auth/permissions.ts";
import { videoExtrasQuery } from "#lib/features/apivideo/client.ts";
import { DetailsForm } from "./details-form.tsx";
import { EmbedCode } from "./embed-code.tsx";
import { ThumbnailPick } from "./thumbnail-pick.tsx";
import { TrackList } from "./track-list.tsx";

/** What only api.video does with a video. */
export function ApivideoAssetSection({ asset, viewer }: ProviderSectionProps) {
  const extras = useQuery(videoExtrasQuery(asset.assetId));
  const canEdit = canEditAssets(viewer);
  if (extras.isPending) return <Skeleton className="h-64" />;
  if (!extras.data) {
    return (
      <p className="flex items-start gap-2 text-sm text-soft-foreground">
        <StatusMark status="degraded" className="mt-[3px]" />
        <span>
          {extras.error.message}{" "}
          <Button variant="link" size="inline" onClick={() => void extras.refetch()}>
            Ask again
          </Button>
        </span>
      </p>
    );
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
    </div>
  );
}
