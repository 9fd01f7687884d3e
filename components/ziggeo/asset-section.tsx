"use client";

import type { ProviderSectionProps } from "#components/assets/provider-sections.tsx";
import { canEditAssets, canUseAuthTokens } from "#lib/auth/permissions.ts";
import { DetailsSection } from "./details-section.tsx";
import { EmbedSection } from "./embed/embed-section.tsx";
import { StreamsSection } from "./streams-section.tsx";

/** What only Ziggeo does with a video. */
export function ZiggeoAssetSection({ asset, viewer }: ProviderSectionProps) {
  const { assetId } = asset;
  return (
    <div className="grid gap-8">
      <StreamsSection assetId={assetId} viewer={viewer} />
      <DetailsSection assetId={assetId} canEdit={canEditAssets(viewer)} />
      {canUseAuthTokens(viewer) && <EmbedSection assetId={assetId} />}
    </div>
  );
}
