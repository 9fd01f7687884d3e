"use client";

import dynamic from "next/dynamic";
import type { ComponentType } from "react";
import { type ProviderId, providerNames } from "#lib/domain/provider-id.ts";
import type { Viewer } from "#lib/domain/user.ts";
import type { AssetDetail } from "#lib/features/library/schema.ts";

/** What a provider's section of a video's page is given. */
export interface ProviderSectionProps {
  readonly asset: AssetDetail;
  readonly viewer: Viewer;
}

/** What only one provider can do with a video, in that provider's terms; each loaded (`next/dynamic`) when looked at. */
const sections: Partial<Record<ProviderId, ComponentType<ProviderSectionProps>>> = {
  apivideo: dynamic(() =>
    import("#components/apivideo/asset-section.tsx").then((file) => file.ApivideoAssetSection),
  ),
  telestream: dynamic(() =>
    import("#components/telestream/asset-section.tsx").then((file) => file.TelestreamAssetSection),
  ),
  ziggeo: dynamic(() =>
    import("#components/ziggeo/asset-section.tsx").then((file) => file.ZiggeoAssetSection),
  ),
};

/** Whose section lists the renditions itself, with what can be done to each. */
export const listsOwnRenditions = (provider: ProviderId) => provider === "ziggeo";

/** The section named for the asset's provider; nothing where the provider has none. */
export function ProviderSection({ asset, viewer }: ProviderSectionProps) {
  const Section = sections[asset.provider];
  if (!Section) return null;
  return (
    <section aria-labelledby="provider-section" className="grid gap-4">
      <h2 id="provider-section" className="border-b pb-2 text-sm font-semibold">
        {providerNames[asset.provider].name}
      </h2>
      <Section asset={asset} viewer={viewer} />
    </section>
  );
}
