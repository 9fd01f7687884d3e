import type { Metadata } from "next";
import { KnownData } from "#components/layout/known-data.tsx";
import { Page } from "#components/layout/page.tsx";
import { UploadButton } from "#components/layout/upload-button.tsx";
import { LibraryDetail } from "#components/library/library-detail.tsx";
import { LibraryView } from "#components/library/library-view.tsx";
import { requireViewer } from "#lib/auth/current-user.ts";
import { canEditAssets, canManageConnections, canUpload } from "#lib/auth/permissions.ts";
import { knownQuery } from "#lib/client/known-query.ts";
import { assetPagesQuery } from "#lib/features/library/client.ts";
import { listAssets } from "#lib/features/library/queries.ts";
import { assetFilter, assetPageRequest } from "#lib/features/library/schema.ts";

export const metadata: Metadata = { title: "Library" };

interface LibraryPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function LibraryPage({ searchParams }: LibraryPageProps) {
  const viewer = await requireViewer();
  const filter = assetFilter.parse(await searchParams);
  const pages = [await listAssets(viewer, assetPageRequest.parse(filter))];
  const queries = [knownQuery(assetPagesQuery(filter), { pages, pageParams: [null] })];
  return (
    <KnownData queries={queries}>
      <Page
        title="Library"
        detail={<LibraryDetail />}
        actions={canUpload(viewer) && <UploadButton />}
        className="pt-0"
      >
        <LibraryView
          canEdit={canEditAssets(viewer)}
          canUpload={canUpload(viewer)}
          canManageConnections={canManageConnections(viewer)}
        />
      </Page>
    </KnownData>
  );
}
