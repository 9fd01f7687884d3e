"use client";

import { useState } from "react";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "#components/ui/tabs.tsx";
import type { AssetDetail } from "#lib/features/library/schema.ts";
import { AllDetails } from "./all-details.tsx";
import { listsOwnRenditions } from "./provider-sections.tsx";
import { RawView } from "./raw-view.tsx";
import { RenditionTable } from "./rendition-table.tsx";

/** By what people do: renditions, facts, and the provider's own JSON for those who ask. */
export function AssetTabs({ asset, canEdit }: { asset: AssetDetail; canEdit: boolean }) {
  const hasTable = !listsOwnRenditions(asset.provider);
  const [tab, setTab] = useState(hasTable ? "renditions" : "details");
  return (
    <Tabs value={tab} onValueChange={setTab}>
      <TabsList>
        {hasTable && <TabsTrigger value="renditions">Renditions {asset.renditions.length}</TabsTrigger>}
        <TabsTrigger value="details">Details</TabsTrigger>
        <TabsTrigger value="raw">Raw</TabsTrigger>
      </TabsList>
      {hasTable && (
        <TabsContent value="renditions">
          <RenditionTable asset={asset} canEdit={canEdit} />
        </TabsContent>
      )}
      <TabsContent value="details">
        <AllDetails asset={asset} />
      </TabsContent>
      <TabsContent value="raw">{tab === "raw" && <RawView assetId={asset.assetId} />}</TabsContent>
    </Tabs>
  );
}
