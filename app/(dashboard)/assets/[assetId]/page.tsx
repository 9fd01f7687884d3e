import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { AssetView } from "#components/assets/asset-view.tsx";
import { requireViewer } from "#lib/auth/current-user.ts";
import type { Viewer } from "#lib/domain/user.ts";
import { getAsset } from "#lib/features/library/get-asset.ts";
import { findUploadOfAsset } from "#lib/features/uploads/queries.ts";

interface AssetPageProps {
  readonly params: Promise<{ assetId: string }>;
}

/** Once per request: the title and the page ask for the same asset. */
const readAsset = cache(async (viewer: Viewer, assetId: string) => {
  try {
    return await getAsset(viewer, decodeURIComponent(assetId));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "not_found") return undefined;
    throw error;
  }
});

export async function generateMetadata({ params }: AssetPageProps): Promise<Metadata> {
  const viewer = await requireViewer();
  const asset = await readAsset(viewer, (await params).assetId);
  return { title: asset?.title ?? "Not found" };
}

export default async function AssetPage({ params }: AssetPageProps) {
  const viewer = await requireViewer();
  const asset = await readAsset(viewer, (await params).assetId);
  if (!asset) notFound();
  const upload = await findUploadOfAsset(viewer, asset.assetId);
  return <AssetView asset={asset} upload={upload ?? null} viewer={viewer} />;
}
